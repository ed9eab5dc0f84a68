// Pages of RAM in any order as one IoBuffer: PageCache reads and writes runs of a file's pages through it, in one message each.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Vfs;

/// <summary>Frames that somebody else holds until the transfer is over; so pinning is nothing here.</summary>
public sealed unsafe class FrameBuffer : IoBuffer
{
    private readonly PhysicalPages _pages;
    private readonly ulong[] _frames;
    private int _start;
    private int _length;
    private IoDirection _direction;

    /// <param name="capacity">Frames at most.</param>
    public FrameBuffer(PhysicalPages pages, int capacity)
    {
        _pages = pages;
        _frames = new ulong[capacity];
    }

    public int Capacity => _frames.Length;

    public int Count { get; private set; }

    /// <summary>The next one in the free list.</summary>
    internal FrameBuffer? Next { get; set; }

    public override int Length => _length;

    public override IoDirection Direction => _direction;

    /// <summary>Pages of files are everybody's.</summary>
    public override bool IsOnlyForCaller => false;

    public override bool IsPartOfFile => true;

    public void Clear() => Count = 0;

    public void Add(PhysicalAddress frame) => _frames[Count++] = frame.Value;

    public PhysicalAddress this[int index] => new(_frames[index]);

    /// <summary>Chooses bytes of the frames for the next transfer.</summary>
    public void Set(int start, int length, IoDirection direction)
    {
        _start = start;
        _length = length;
        _direction = direction;
    }

    public override Errno Put(int offset, ReadOnlySpan<byte> source)
    {
        fixed (byte* from = source)
        {
            for (int done = 0; done < source.Length;)
            {
                byte* target = At(offset + done, source.Length - done, out int count);
                Cpu.Copy(target, from + done, (nuint)count);
                done += count;
            }
        }

        return Errno.None;
    }

    public override Errno Get(int offset, Span<byte> destination)
    {
        fixed (byte* to = destination)
        {
            for (int done = 0; done < destination.Length;)
            {
                byte* source = At(offset + done, destination.Length - done, out int count);
                Cpu.Copy(to + done, source, (nuint)count);
                done += count;
            }
        }

        return Errno.None;
    }

    public override Errno Clear(int offset, int length)
    {
        for (int done = 0; done < length;)
        {
            byte* target = At(offset + done, length - done, out int count);
            new Span<byte>(target, count).Clear();
            done += count;
        }

        return Errno.None;
    }

    public override Result<int> Pin(int offset, int length) => length;

    public override void Unpin(int offset, int length)
    {
    }

    /// <inheritdoc/>
    /// <remarks>One reference more to each frame, which nobody gives back.</remarks>
    public override void Keep(int offset, int length)
    {
        int end = _start + offset + length;
        for (int at = (_start + offset) & ~(PageSize.Bytes - 1); at < end; at += PageSize.Bytes)
        {
            _pages.AddReference(this[at >> PageSize.Shift]);
        }
    }

    public override IoSegment SegmentAt(int offset, int limit)
    {
        int at = _start + offset;
        int page = at >> PageSize.Shift;
        int inPage = at & (PageSize.Bytes - 1);
        ulong first = _frames[page] + (ulong)inPage;
        int length = Math.Min(limit, PageSize.Bytes - inPage);
        while (length < limit && _frames[++page] == first + (ulong)length)
        {
            length += Math.Min(limit - length, PageSize.Bytes);
        }

        return new IoSegment(first, length);
    }

    private byte* At(int offset, int limit, out int count)
    {
        int at = _start + offset;
        int inPage = at & (PageSize.Bytes - 1);
        count = Math.Min(limit, PageSize.Bytes - inPage);
        return (byte*)this[at >> PageSize.Shift].Pointer + inPage;
    }
}
