// The ring by itself: wrapping at every offset, room, and what the other side may say about indices and sizes.
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using Drivers.Xen;
using Drivers.Xen.NineP;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs;
using Vfs;
using Xen.Tests.Fakes;
using Xunit;

public sealed class NinePRingTests
{
    private const int Half = 4096;

    private readonly SharedMemory _page = HeapMemory.Make(4096);
    private readonly SharedMemory _data = HeapMemory.Make(2 * Half);

    [Fact]
    public void DescriptionIsWhereTheHeaderFilePutsIt()
    {
        var page = HeapMemory.Make(4096);
        new NinePRing(page, HeapMemory.Make(8 * 4096)).Describe([11, 12, 13, 14, 15, 16, 17, 18]);
        Assert.Equal(3u, page.ReadUInt32(128));
        Assert.All((uint[])[0, 3, 7], index => Assert.Equal(11u + index, page.ReadUInt32(132 + 4 * (int)index)));

        Assert.All((int[])[0, 4, 64, 68, 164], offset => Assert.Equal(0u, page.ReadUInt32(offset)));
    }

    // Header and payload of both directions begin at every place of the ring, and end at every place around its end.
    [Fact]
    public void B8_MessagesAndRepliesWrapAtEveryOffset()
    {
        for (uint start = 0; start < Half; start++)
        {
            int length = start < Half - 64 ? 7 : 23 + (int)(start % 70);
            CheckOne(start, length);
        }

        for (int split = 0; split <= 64; split++)
        {
            for (int length = 7; length < 64; length++)
            {
                CheckOne((uint)(Half - split), length);
            }
        }
    }

    [Fact]
    public void B8_LargePayloadsWrapAtEveryOffset()
    {
        for (uint start = 0; start < Half; start++)
        {
            CheckOne(start, 3000);
        }
    }

    [Fact]
    public void B8_IndicesWrapAtTwoToThe32()
    {
        for (uint back = 0; back < 80; back++)
        {
            CheckOne(uint.MaxValue - back, 60);
        }
    }

    [Fact]
    public void B4_ProducedBeyondTheRingIsALie() => AssertLie((ring, backend) => backend.LieAboutInProduced(Half + 1));

    [Fact]
    public void B4_ProducedThatGoesBackIsALie() => AssertLie((ring, backend) =>
    {
        backend.Write(Message(20, 1));
        backend.Publish(10);
        Assert.Equal(PoisonReason.None, ring.Look());
        backend.LieAboutInProduced(9);
    });

    [Fact]
    public void B4_ProducedBehindWhatWasConsumedIsALie() => AssertLie((ring, backend) => backend.LieAboutInProduced(uint.MaxValue));

    [Fact]
    public void B4_ConsumedBeyondTheMessagesIsALie() => AssertLie((ring, backend) => backend.LieAboutOutConsumed(1));

    [Fact]
    public void B4_ConsumedThatGoesBackIsALie() => AssertLie((ring, backend) =>
    {
        ring.Write(Message(30, 1));
        ring.Publish(11);
        backend.Release(20);
        Assert.Equal(PoisonReason.None, ring.Look());
        backend.LieAboutOutConsumed(19);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(68)]
    public void B4_OurOwnIndexRewrittenIsALie(int offset) => AssertLie((ring, backend) => _page.WriteUInt32(offset, 4));

    [Fact]
    public void B4_AfterALieNothingWasTakenIn()
    {
        (NinePRing ring, BackendRing backend) = Make();
        backend.LieAboutInProduced(0x8000_0000);
        backend.LieAboutOutConsumed(77);
        Assert.Equal(PoisonReason.RingIndices, ring.Look());
        Assert.Equal(0, ring.InUsed);
        Assert.Equal(0, ring.OutUsed);
        Assert.False(ring.TryTakeHeader(Half, out _));
    }

    [Theory]
    [InlineData(0u, PoisonReason.ReplyTooShort)]
    [InlineData(6u, PoisonReason.ReplyTooShort)]
    [InlineData(1001u, PoisonReason.ReplyTooLarge)]
    [InlineData((uint)Half + 1, PoisonReason.ReplyTooLarge)]
    [InlineData(0x8000_0000u, PoisonReason.ReplyTooLarge)]
    [InlineData(0xFFFF_FFFFu, PoisonReason.ReplyTooLarge)]
    public void B5_ImpossibleSizeIsSeenWithItsFourBytes(uint size, PoisonReason expected)
    {
        (NinePRing ring, BackendRing backend) = Make();
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, size);
        backend.Write(bytes);
        backend.Publish(3);
        Assert.Equal(PoisonReason.None, ring.Look());
        Assert.False(ring.TryTakeHeader(1000, out PoisonReason early));
        Assert.Equal(PoisonReason.None, early);
        backend.Publish(1);
        ring.Look();
        Assert.False(ring.TryTakeHeader(1000, out PoisonReason fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void B6_SizeIsTheOneThatWasJudgedHoweverItChanges()
    {
        (NinePRing ring, BackendRing backend) = Make();
        byte[] reply = Message(100, 5);
        backend.Write(reply);
        backend.Publish(50);
        ring.Look();
        Assert.False(ring.TryTakeHeader(Half, out _));
        Assert.Equal(100, ring.Size);

        backend.Write([0xFF, 0xFF, 0xFF, 0xFF]);
        backend.Publish(50);
        ring.Look();
        Assert.True(ring.TryTakeHeader(Half, out _));
        backend.Write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xFF], offset: -100);
        Assert.Equal(100, ring.Size);
        Assert.Equal(5, ring.Tag);
        Assert.Equal(reply[..7], ring.Header.ToArray());
        ring.Consume(0);
        Assert.Equal(0, ring.InUsed);
    }

    [Fact]
    public void B7_ReplyPublishedByteForByteIsTakenWhenItIsWhole()
    {
        (NinePRing ring, BackendRing backend) = Make();
        byte[] reply = Message(200, 9);
        backend.Write(reply);
        for (int length = 1; length < reply.Length; length++)
        {
            backend.Publish(1);
            Assert.Equal(PoisonReason.None, ring.Look());
            Assert.False(ring.TryTakeHeader(Half, out PoisonReason fault));
            Assert.Equal(PoisonReason.None, fault);
            Assert.Equal(length, ring.InUsed);
        }

        backend.Publish(1);
        ring.Look();
        Assert.True(ring.TryTakeHeader(Half, out _));
        ring.Consume(0);
        Assert.Equal(0, ring.InUsed);
    }

    [Fact]
    public void B10_RepliesNeverFillTheRingToTheLastByte()
    {
        (NinePRing ring, _) = Make();
        Assert.False(ring.CanHold(100, Half));
        Assert.True(ring.CanHold(100, Half - 1));
        Assert.True(ring.HasRoom(100, Half - 1));
        ring.Write(Message(100, 1));
        ring.Publish(1000);
        Assert.False(ring.HasRoom(100, Half - 1000));
        Assert.True(ring.HasRoom(100, Half - 1001));
    }

    [Fact]
    public void MessagesFillTheRingAndNoMore()
    {
        (NinePRing ring, BackendRing backend) = Make();
        ring.Write(Message(Half - 20, 1));
        ring.Publish(0);
        Assert.True(ring.HasRoom(20, 0));
        Assert.False(ring.HasRoom(21, 0));
        ring.Write(Message(20, 2));
        ring.Publish(0);
        Assert.False(ring.HasRoom(1, 0));
        Assert.Equal(Half, backend.Queued);
        backend.Take();
        Assert.Equal(20, backend.Take()!.Length);
        Assert.False(ring.HasRoom(1, 0));
        ring.Look();
        Assert.True(ring.HasRoom(Half, 0));
    }

    [Fact]
    public void NothingOfAMessageIsVisibleBeforeAllOfItIs()
    {
        (NinePRing ring, BackendRing backend) = Make();
        byte[] message = Message(40, 3);
        ring.Write(message.AsSpan(0, 23));
        Assert.Equal(0, backend.Queued);
        ring.Write(new ArrayBuffer(message, IoDirection.ToFile), 23, 17);
        Assert.Equal(0, backend.Queued);
        ring.Publish(11);
        Assert.Equal(message, backend.Take());
    }

    [Fact]
    public void WithdrawnMessageLeavesNoTrace()
    {
        (NinePRing ring, BackendRing backend) = Make();
        ring.Write(Message(40, 3));
        ring.Withdraw();
        byte[] message = Message(30, 4);
        ring.Write(message);
        ring.Publish(11);
        Assert.Equal(message, backend.Take());
        Assert.Null(backend.Take());
        Assert.Equal(11, ring.Reserved);
    }

    private static byte[] Message(int length, ushort tag)
    {
        var message = new byte[length];
        for (int index = 7; index < length; index++)
        {
            message[index] = (byte)(index * 31 + length);
        }

        BinaryPrimitives.WriteInt32LittleEndian(message, length);
        message[4] = 117;
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(5), tag);
        return message;
    }

    private (NinePRing Ring, BackendRing Backend) Make(uint start = 0)
    {
        var ring = new NinePRing(_page, _data, start);
        ring.Describe([1, 2]);
        return (ring, new BackendRing(_page, _data, start));
    }

    /// <summary>A message out in two parts, and a reply in, its payload taken apart from its header.</summary>
    private void CheckOne(uint start, int length)
    {
        (NinePRing ring, BackendRing backend) = Make(start);
        byte[] message = Message(length, 0x1234);
        int inMessage = Math.Min(length, 23);
        ring.Write(message.AsSpan(0, inMessage));
        Assert.Equal(Errno.None, ring.Write(new ArrayBuffer(message, IoDirection.ToFile), inMessage, length - inMessage));
        ring.Publish(length);
        Assert.Equal(message, backend.Take());

        backend.Put(message);
        Assert.Equal(PoisonReason.None, ring.Look());
        Assert.True(ring.TryTakeHeader(Half, out _));
        Assert.Equal(length, ring.Size);
        Assert.Equal(0x1234, ring.Tag);
        var reply = new byte[length];
        int inHeader = Math.Min(length, 11);
        ring.Read(0, reply.AsSpan(0, inHeader));
        Assert.Equal(Errno.None, ring.Read(inHeader, new ArrayBuffer(reply, IoDirection.FromFile), inHeader, length - inHeader));
        Assert.Equal(message, reply);
        ring.Consume(length);
        Assert.Equal(0, ring.Reserved);
        Assert.Equal(Half, backend.Free);
        Assert.Equal(PoisonReason.None, ring.Look());
        Assert.Equal(0, ring.OutUsed);
    }

    private void AssertLie(Action<NinePRing, BackendRing> lie)
    {
        (NinePRing ring, BackendRing backend) = Make();
        Assert.Equal(PoisonReason.None, ring.Look());
        lie(ring, backend);
        Assert.Equal(PoisonReason.RingIndices, ring.Look());
    }
}
