// An app's buffer as the page tables see it: bytes on pages that may lie anywhere, the first one entered in the middle.
namespace Virtio.Tests.Fakes;

using System;
using System.Collections.Generic;
using Kernel.Abi;
using Vfs;

public sealed class ScatteredBuffer : IoBuffer
{
    private readonly GuestMemory _memory;
    private readonly List<Segment> _segments = [];
    private readonly int _length;

    public ScatteredBuffer(GuestMemory memory, IoDirection direction, params Segment[] segments)
    {
        _memory = memory;
        Direction = direction;
        foreach (Segment segment in segments)
        {
            _segments.Add(segment);
            _length += segment.Length;
        }
    }

    public override int Length => _length;

    public override IoDirection Direction { get; }

    /// <summary>Pages of 4 KiB, none next to another, the first used from <paramref name="skew"/> on.</summary>
    public static ScatteredBuffer OfPages(GuestMemory memory, IoDirection direction, int length, int skew)
    {
        var segments = new List<Segment>();
        for (int left = length; left > 0;)
        {
            int count = Math.Min(left, 4096 - skew);
            segments.Add(new Segment(memory.Allocate(count, alignment: 8192, skew), count));
            left -= count;
            skew = 0;
        }

        return new ScatteredBuffer(memory, direction, segments.ToArray());
    }

    public override Errno Put(int offset, ReadOnlySpan<byte> source)
    {
        for (int done = 0; done < source.Length;)
        {
            IoSegment segment = SegmentAt(offset + done, source.Length - done);
            source.Slice(done, segment.Length).CopyTo(_memory.At(segment.Address, segment.Length));
            done += segment.Length;
        }

        return Errno.None;
    }

    public override Errno Get(int offset, Span<byte> destination)
    {
        for (int done = 0; done < destination.Length;)
        {
            IoSegment segment = SegmentAt(offset + done, destination.Length - done);
            _memory.At(segment.Address, segment.Length).CopyTo(destination.Slice(done));
            done += segment.Length;
        }

        return Errno.None;
    }

    public override Errno Clear(int offset, int length) => Put(offset, new byte[length]);

    public override Result<int> Pin(int offset, int length) => length;

    public override void Unpin(int offset, int length)
    {
    }

    public override IoSegment SegmentAt(int offset, int limit)
    {
        foreach (Segment segment in _segments)
        {
            if (offset < segment.Length)
            {
                return new IoSegment(segment.Address + (ulong)offset, Math.Min(limit, segment.Length - offset));
            }

            offset -= segment.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(offset));
    }
}
