// The kernel's own memory as an IoBuffer: the ELF loader, procfs and mount read files into it. Made at boot, reused.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Vfs;

/// <summary>A run of the boot heap, contiguous for devices and always resident.</summary>
public sealed unsafe class KernelBuffer : IoBuffer
{
    private readonly byte[] _bytes;
    private readonly ulong _physical;
    private int _length;
    private IoDirection _direction;

    /// <param name="capacity">Bytes, at least 1.</param>
    public KernelBuffer(int capacity)
    {
        _bytes = new byte[capacity];
        _length = capacity;
        fixed (byte* start = _bytes)
        {
            // Objects do not move.
            _physical = PhysicalAddress.Of(start).Value;
        }
    }

    public int Capacity => _bytes.Length;

    /// <summary>The bytes that <see cref="Set"/> has chosen.</summary>
    public Span<byte> Bytes => new(_bytes, 0, _length);

    public override int Length => _length;

    public override IoDirection Direction => _direction;

    /// <summary>Uses the first <paramref name="length"/> bytes for the next transfer.</summary>
    public void Set(int length, IoDirection direction)
    {
        _length = Math.Min(length, _bytes.Length);
        _direction = direction;
    }

    public override Errno Put(int offset, ReadOnlySpan<byte> source)
    {
        source.CopyTo(Bytes.Slice(offset, source.Length));
        return Errno.None;
    }

    public override Errno Get(int offset, Span<byte> destination)
    {
        Bytes.Slice(offset, destination.Length).CopyTo(destination);
        return Errno.None;
    }

    public override Errno Clear(int offset, int length)
    {
        Bytes.Slice(offset, length).Clear();
        return Errno.None;
    }

    public override Result<int> Pin(int offset, int length) => length;

    public override void Unpin(int offset, int length)
    {
    }

    public override IoSegment SegmentAt(int offset, int limit)
    {
        return new IoSegment(_physical + (ulong)offset, Math.Min(limit, _length - offset));
    }
}
