// The app's buffer of one read(2) or write(2), handed down from the syscall to file systems and, pinned, to devices.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Vfs;

/// <summary>
/// Bytes at an address of the app. A pinned page is held by its frame, so that a device's access stays harmless when the app
/// unmaps the address meanwhile: the frame is freed by the last <see cref="Unpin"/>. One object serves one call at a time.
/// </summary>
public sealed unsafe class UserBuffer : IoBuffer
{
    /// <summary>A frame's address leaves its low bits free; they count the pins of that page (neighbouring ranges share one).</summary>
    private const ulong PinCountMask = PageSize.OffsetMask;

    private readonly ulong[] _frames;
    private readonly int[] _pages;
    private AddressSpace? _space;
    private ulong _address;
    private int _length;
    private IoDirection _direction;

    /// <param name="pinnedPages">Pages that can be pinned at once: a full message in flight has msize / 4096 + 2.</param>
    public UserBuffer(int pinnedPages)
    {
        _frames = new ulong[pinnedPages];
        _pages = new int[pinnedPages];
    }

    public override int Length => _length;

    public override IoDirection Direction => _direction;

    /// <summary>Points to a range, which need not be mapped; nothing may be pinned now.</summary>
    public void Set(AddressSpace space, ulong address, int length, IoDirection direction)
    {
        _space = space;
        _address = address;
        _length = length;
        _direction = direction;
    }

    public override Errno Put(int offset, ReadOnlySpan<byte> source)
    {
        CheckRange(offset, source.Length);
        fixed (byte* start = source)
        {
            for (int done = 0; done < source.Length;)
            {
                Result<PhysicalAddress> target = Resolve(offset + done, MemoryAccess.Write);
                if (target.IsError)
                {
                    return target.Error;
                }

                int count = CountInPage(offset + done, source.Length - done);
                Cpu.Copy(target.Value.Pointer, start + done, (nuint)count);
                done += count;
            }
        }

        return Errno.None;
    }

    public override Errno Get(int offset, Span<byte> destination)
    {
        CheckRange(offset, destination.Length);
        fixed (byte* start = destination)
        {
            for (int done = 0; done < destination.Length;)
            {
                Result<PhysicalAddress> source = Resolve(offset + done, MemoryAccess.Read);
                if (source.IsError)
                {
                    return source.Error;
                }

                int count = CountInPage(offset + done, destination.Length - done);
                Cpu.Copy(start + done, source.Value.Pointer, (nuint)count);
                done += count;
            }
        }

        return Errno.None;
    }

    public override Errno Clear(int offset, int length)
    {
        CheckRange(offset, length);
        for (int done = 0; done < length;)
        {
            Result<PhysicalAddress> target = Resolve(offset + done, MemoryAccess.Write);
            if (target.IsError)
            {
                return target.Error;
            }

            int count = CountInPage(offset + done, length - done);
            new Span<byte>(target.Value.Pointer, count).Clear();
            done += count;
        }

        return Errno.None;
    }

    public override Result<int> Pin(int offset, int length) => Pin(offset, length, maySleep: true);

    public override Result<int> TryPin(int offset, int length) => Pin(offset, length, maySleep: false);

    private Result<int> Pin(int offset, int length, bool maySleep)
    {
        CheckRange(offset, length);
        MemoryAccess access = _direction == IoDirection.FromFile ? MemoryAccess.Write : MemoryAccess.Read;
        int done = 0;
        while (done < length)
        {
            Errno error = PinPage(offset + done, access, maySleep);
            if (error != Errno.None)
            {
                return done > 0 ? done : error;
            }

            done += CountInPage(offset + done, length - done);
        }

        return done;
    }

    public override void Unpin(int offset, int length)
    {
        for (int done = 0; done < length; done += CountInPage(offset + done, length - done))
        {
            int slot = PinnedSlot(offset + done);
            PhysicalAddress frame = new(_frames[slot] & ~PinCountMask);
            _frames[slot]--;
            if ((_frames[slot] & PinCountMask) == 0)
            {
                _frames[slot] = 0;
                if (_direction == IoDirection.FromFile)
                {
                    _space!.NoteWritten(_address + (ulong)(offset + done), frame);
                }

                _space!.Pages.Release(frame);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>One reference more to each frame, which nobody gives back.</remarks>
    public override void Keep(int offset, int length)
    {
        for (int done = 0; done < length; done += CountInPage(offset + done, length - done))
        {
            _space!.Pages.AddReference(new PhysicalAddress(_frames[PinnedSlot(offset + done)] & ~PinCountMask));
        }
    }

    public override IoSegment SegmentAt(int offset, int limit)
    {
        ulong first = (_frames[PinnedSlot(offset)] & ~PinCountMask) + (OffsetOf(offset) & PageSize.OffsetMask);
        int length = CountInPage(offset, limit);
        while (length < limit && (_frames[PinnedSlot(offset + length)] & ~PinCountMask) == first + (ulong)length)
        {
            length += CountInPage(offset + length, limit - length);
        }

        return new IoSegment(first, length);
    }

    private Errno PinPage(int offset, MemoryAccess access, bool maySleep)
    {
        int page = PageOf(offset);
        int slot = page % _frames.Length;
        ulong held = _frames[slot];
        if (held != 0)
        {
            if (_pages[slot] != page || (held & PinCountMask) == PinCountMask)
            {
                return Errno.ENOMEM;
            }

            _frames[slot]++;
            return Errno.None;
        }

        ulong address = _address + (ulong)offset;
        Result<PhysicalAddress> resolved = maySleep ? _space!.Resolve(address, access) : _space!.TryResolve(address, access);
        if (resolved.IsError)
        {
            return resolved.Error;
        }

        PhysicalAddress frame = new(PageSize.RoundDown(resolved.Value.Value));
        _space!.Pages.AddReference(frame);
        _frames[slot] = frame.Value + 1;
        _pages[slot] = page;
        return Errno.None;
    }

    /// <summary>A page that is pinned is where it is, whatever the app has done to the address since.</summary>
    private Result<PhysicalAddress> Resolve(int offset, MemoryAccess access)
    {
        int page = PageOf(offset);
        int slot = page % _frames.Length;
        if (_frames[slot] != 0 && _pages[slot] == page)
        {
            return new PhysicalAddress((_frames[slot] & ~PinCountMask) + (OffsetOf(offset) & PageSize.OffsetMask));
        }

        return _space!.Resolve(_address + (ulong)offset, access);
    }

    private int PinnedSlot(int offset)
    {
        int page = PageOf(offset);
        int slot = page % _frames.Length;
        if (_frames[slot] == 0 || _pages[slot] != page)
        {
            Panic.Stop("memory: this part of the buffer is not pinned"u8);
        }

        return slot;
    }

    /// <summary>Offset from the start of the buffer's first page.</summary>
    private ulong OffsetOf(int offset) => (_address & PageSize.OffsetMask) + (ulong)offset;

    private int PageOf(int offset) => (int)(OffsetOf(offset) >> PageSize.Shift);

    private int CountInPage(int offset, int limit)
    {
        return Math.Min(limit, PageSize.Bytes - (int)(OffsetOf(offset) & PageSize.OffsetMask));
    }

    private void CheckRange(int offset, int length)
    {
        if ((uint)offset > (uint)_length || (uint)length > (uint)(_length - offset))
        {
            Panic.Stop("memory: access outside of the app's buffer"u8);
        }
    }
}
