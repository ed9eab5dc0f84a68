// Memory of the file system's own that a device can read to and write from: what Treaddir's entries land in.
namespace NinePFs;

using System;
using Kernel.Abi;
using Vfs;

/// <summary>An <see cref="IoBuffer"/> over a <see cref="MessageBuffer"/> of the transport: always resident, contiguous for the device.</summary>
public sealed class PayloadMemory(MessageBuffer memory) : IoBuffer
{
    public override int Length => memory.Bytes.Length;

    public override IoDirection Direction => IoDirection.FromFile;

    public Span<byte> Bytes => memory.Bytes;

    public override Errno Put(int offset, ReadOnlySpan<byte> source)
    {
        source.CopyTo(memory.Bytes.Slice(offset));
        return Errno.None;
    }

    public override Errno Get(int offset, Span<byte> destination)
    {
        memory.Bytes.Slice(offset, destination.Length).CopyTo(destination);
        return Errno.None;
    }

    public override Errno Clear(int offset, int length)
    {
        memory.Bytes.Slice(offset, length).Clear();
        return Errno.None;
    }

    public override Result<int> Pin(int offset, int length) => length;

    public override void Unpin(int offset, int length)
    {
    }

    /// <summary>A device may still write here: out of use for good.</summary>
    public bool IsKept { get; private set; }

    public override void Keep(int offset, int length) => IsKept = true;

    public override IoSegment SegmentAt(int offset, int limit) =>
        new(memory.Address + (ulong)offset, Math.Min(limit, memory.Bytes.Length - offset));
}
