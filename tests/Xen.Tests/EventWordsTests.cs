// The bits of event channels with a test in the place of Xen: nothing lost, nothing invented, masks obeyed.
namespace Xen.Tests;

using System;
using System.Collections.Generic;
using System.Linq;
using Drivers.Xen;
using Xen.Tests.Fakes;
using Xunit;

public sealed class EventWordsTests
{
    private const int UpcallPending = 0, Selector = 8, Pending = 2048, Masked = 2560;

    // The views do not keep it alive.
    private readonly byte[] _memory = PinnedPages.Allocate(1);
    private readonly SharedMemory _page;
    private readonly EventWords _words;

    public EventWordsTests()
    {
        _page = PinnedPages.View(_memory);
        _words = new EventWords(PinnedPages.View(_memory));
        _words.MaskAll();
    }

    [Fact]
    public void EveryPortOfTheDomainCanBeTakenOnce()
    {
        for (uint port = 0; port < EventWords.Ports; port++)
        {
            Assert.True(_words.TryUnmask(port));
            Send(port);
        }

        Assert.Equal(Enumerable.Range(0, (int)EventWords.Ports).Select(port => (uint)port), Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void AMaskedEventWaitsAndItsUnmaskingIsLeftToXen()
    {
        Send(70);
        Assert.Equal(0, _page.ReadByte(UpcallPending));
        Assert.Empty(Take());
        Assert.False(_words.TryUnmask(70));
        Assert.NotEqual(0ul, _page.ReadUInt64(Masked + 8) & 1 << 6); // Xen only raises an upcall for what it unmasks itself
        Assert.True(_words.IsPending(70));
        UnmaskByXen(70);
        Assert.Equal([70u], Take());
    }

    [Fact]
    public void AnEventThatCameAndWentDoesNotStopAnUnmasking()
    {
        Send(3);
        _words.ClearPending(3);
        Assert.True(_words.TryUnmask(3));
        Send(3);
        Assert.Equal([3u], Take());
    }

    [Fact]
    public void AnEventWhileItsHandlerRunsIsAnotherUpcall()
    {
        _words.TryUnmask(9);
        Send(9);
        _words.BeginUpcall();
        Assert.True(_words.TryTake(out uint port));
        Assert.Equal(9u, port);
        Assert.Equal(0, _page.ReadByte(UpcallPending));
        Send(9);
        Assert.Equal(1, _page.ReadByte(UpcallPending));
        Assert.False(_words.TryTake(out _)); // this round is over: a peer that never stops does not hold us
        Assert.Equal([9u], Take());
    }

    [Fact]
    public void ASpuriousUpcallTakesNothing()
    {
        _page.WriteByte(UpcallPending, 1);
        _page.WriteUInt64(Selector, ulong.MaxValue);
        Assert.Empty(Take());
        Assert.Equal(0, _page.ReadByte(UpcallPending));
    }

    [Fact]
    public void MaskingOnePortLeavesItsNeighboursAlone()
    {
        for (uint port = 64; port < 128; port++)
        {
            _words.TryUnmask(port);
        }

        _words.Mask(100);
        for (uint port = 64; port < 128; port++)
        {
            Send(port);
        }

        Assert.Equal(Enumerable.Range(64, 64).Where(port => port != 100).Select(port => (uint)port), Take());
        Assert.True(_words.IsPending(100));
    }

    [Fact]
    public void RandomEventsAndMasksAreEachTakenAtTheRightTime()
    {
        var random = new Random(3);
        var expected = new SortedSet<uint>();
        var masked = new HashSet<uint>(Enumerable.Range(0, 200).Select(port => (uint)port));
        for (int step = 0; step < 200_000; step++)
        {
            uint port = (uint)random.Next(200);
            switch (random.Next(8))
            {
                case 0:
                    _words.Mask(port);
                    masked.Add(port);
                    break;
                case 1 or 2:
                    if (!_words.TryUnmask(port))
                    {
                        UnmaskByXen(port);
                    }

                    masked.Remove(port);
                    break;
                case 3:
                    List<uint> taken = Take();
                    Assert.Equal(expected.Where(one => !masked.Contains(one)), taken);
                    expected.ExceptWith(taken);
                    break;
                default:
                    Send(port);
                    expected.Add(port);
                    break;
            }
        }
    }

    /// <summary>What Xen does when somebody rings (evtchn_2l_set_pending).</summary>
    private void Send(uint port)
    {
        int word = (int)(port / 64) * 8;
        ulong bit = 1ul << (int)(port % 64);
        bool wasPending = (_page.ReadUInt64(Pending + word) & bit) != 0;
        _page.WriteUInt64(Pending + word, _page.ReadUInt64(Pending + word) | bit);
        if (!wasPending && (_page.ReadUInt64(Masked + word) & bit) == 0)
        {
            RaiseUpcall(port);
        }
    }

    /// <summary>EVTCHNOP_unmask (evtchn_2l_unmask).</summary>
    private void UnmaskByXen(uint port)
    {
        int word = (int)(port / 64) * 8;
        ulong bit = 1ul << (int)(port % 64);
        bool wasMasked = (_page.ReadUInt64(Masked + word) & bit) != 0;
        _page.WriteUInt64(Masked + word, _page.ReadUInt64(Masked + word) & ~bit);
        if (wasMasked && (_page.ReadUInt64(Pending + word) & bit) != 0)
        {
            RaiseUpcall(port);
        }
    }

    private void RaiseUpcall(uint port)
    {
        _page.WriteUInt64(Selector, _page.ReadUInt64(Selector) | 1ul << (int)(port / 64));
        _page.WriteByte(UpcallPending, 1);
    }

    private List<uint> Take()
    {
        var taken = new List<uint>();
        _words.BeginUpcall();
        while (_words.TryTake(out uint port))
        {
            taken.Add(port);
        }

        return taken;
    }
}
