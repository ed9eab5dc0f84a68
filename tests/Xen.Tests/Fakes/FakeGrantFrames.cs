// Frames of a grant table with Xen's view of them.
namespace Xen.Tests.Fakes;

using System;
using System.Buffers.Binary;
using Drivers.Xen;
using Kernel.Abi;

public sealed class FakeGrantFrames : GrantFrames
{
    private const int EntryBytes = 8;

    private readonly byte[] _pages;
    private readonly int _limit;

    public FakeGrantFrames(int limit)
    {
        _limit = limit;
        _pages = PinnedPages.Allocate(limit);
    }

    /// <summary>What the next frame fails with; None: it does not.</summary>
    public Errno Refusal { get; set; }

    /// <summary>Frames that there are in truth.</summary>
    public int Most { get; set; } = int.MaxValue;

    public int Added { get; private set; }

    public override int Limit => _limit;

    public override Result<SharedMemory> TryAdd(int index)
    {
        if (Refusal != Errno.None)
        {
            return Refusal;
        }

        if (index >= Most)
        {
            return Errno.ENOSPC;
        }

        Assert(index == Added && index < _limit);
        Added++;
        return PinnedPages.View(_pages, index);
    }

    /// <summary>A word of the entry of a reference: 0 flags and domain, 4 frame.</summary>
    public uint Word(uint reference, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(_pages.AsSpan(((int)reference * EntryBytes) + offset));

    public void SetWord(uint reference, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_pages.AsSpan(((int)reference * EntryBytes) + offset), value);

    private static void Assert(bool condition) => Xunit.Assert.True(condition, "frames are asked for in order, once each");
}
