// An IoBuffer over a managed array, for the host tests: counts pins, and can refuse a range as a bad page would.
namespace Tests.Shared;

using System;
using Kernel.Abi;
using Vfs;

public class ArrayBuffer(byte[] bytes, IoDirection direction) : IoBuffer
{
    /// <summary>The first offset that faults; int.MaxValue for none.</summary>
    public int FaultsFrom { get; set; } = int.MaxValue;

    /// <summary>The most bytes that one <see cref="Pin"/> holds.</summary>
    public int LongestPin { get; init; } = int.MaxValue;

    /// <summary>Pins not yet ended, in bytes.</summary>
    public long PinnedBytes { get; private set; }

    public byte[] Bytes => bytes;

    public override int Length => bytes.Length;

    public override IoDirection Direction => direction;

    public override Errno Put(int offset, ReadOnlySpan<byte> source)
    {
        if (offset + source.Length > FaultsFrom)
        {
            return Errno.EFAULT;
        }

        source.CopyTo(bytes.AsSpan(offset));
        return Errno.None;
    }

    public override Errno Get(int offset, Span<byte> destination)
    {
        if (offset + destination.Length > FaultsFrom)
        {
            return Errno.EFAULT;
        }

        bytes.AsSpan(offset, destination.Length).CopyTo(destination);
        return Errno.None;
    }

    public override Errno Clear(int offset, int length)
    {
        if (offset + length > FaultsFrom)
        {
            return Errno.EFAULT;
        }

        bytes.AsSpan(offset, length).Clear();
        return Errno.None;
    }

    public override Result<int> Pin(int offset, int length)
    {
        int held = Math.Min(Math.Min(length, LongestPin), FaultsFrom - offset);
        if (held <= 0)
        {
            return Errno.EFAULT;
        }

        PinnedBytes += held;
        return held;
    }

    public override void Unpin(int offset, int length) => PinnedBytes -= length;

    public override IoSegment SegmentAt(int offset, int limit) => new((ulong)offset, Math.Min(limit, bytes.Length - offset));
}
