// Puts pages under the app's addresses when they are first touched, by the app (page fault) or by the kernel for it (Resolve).
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Vfs;

/// <summary>A page of a mapped file may have to be read: then the faulting thread sleeps, and what it knew of the region is looked up anew.</summary>
public sealed unsafe class DemandPaging
{
    /// <summary>Pages that one fault may need: its own and the tables for it.</summary>
    private const int NeededPages = 4;

    /// <summary>Free pages, and pages of files that can be read again, below which the app is out of memory.</summary>
    private const int LeastForFiles = 16;

    /// <summary>Of all pages, the part that may have been changed and not be written.</summary>
    private const int DirtyPart = 4;

    /// <summary>Pages around a fault that are shown as well if they are there, a power of two (fault_around_bytes).</summary>
    private const ulong AroundBytes = 16 * PageSize.Bytes;

    private readonly PhysicalPages _pages;
    private readonly PageTable _table;
    private readonly RegionTable _regions;
    private readonly PageCache _cache;

    public DemandPaging(PhysicalPages pages, PageTable table, RegionTable regions, PageCache cache)
    {
        _pages = pages;
        _table = table;
        _regions = regions;
        _cache = cache;
    }

    /// <summary>Faults that found something mapped.</summary>
    public ulong Faults { get; private set; }

    public FaultVerdict HandleFault(ulong address, MemoryAccess access)
    {
        Faults++;

        // Only here: when the thread has slept for a page of a file, that page would be the first to be given up again.
        if (!MakeRoom())
        {
            return FaultVerdict.OutOfMemory;
        }

        FaultVerdict? verdict = TryFault(address, access);
        while (verdict is null or FaultVerdict.OutOfMemory)
        {
            if (verdict != null)
            {
                if (_cache.DirtyCount == 0)
                {
                    return FaultVerdict.OutOfMemory;
                }

                // More than once if it must be: other threads may have taken the pages meanwhile, and changed them.
                _cache.WriteBackAll();
                _pages.EnsureFree(NeededPages);
            }

            verdict = TryFault(address, access);
        }

        return verdict.Value;
    }

    /// <summary>
    /// Sees to free pages. False when so few are left for files that an instruction and what it touches would drive each other out for ever.
    /// Changed pages are written when they are many, so that there are always some to give up.
    /// </summary>
    private bool MakeRoom()
    {
        if (_cache.DirtyCount > _pages.Total / DirtyPart)
        {
            _cache.WriteBackAll();
        }

        if (_pages.Free >= NeededPages)
        {
            return true;
        }

        if (_cache.DirtyCount != 0 && _cache.CleanCount < LeastForFiles)
        {
            _cache.WriteBackAll();
        }

        _pages.EnsureFree(NeededPages);
        return _pages.Free + _cache.CleanCount >= LeastForFiles;
    }

    public Result<PhysicalAddress> Resolve(ulong address, MemoryAccess access)
    {
        if (address >= AddressSpace.Top)
        {
            return Errno.EFAULT;
        }

        while (true)
        {
            Result<PhysicalAddress> there = Peek(address, access);
            if (there.Error != Errno.EAGAIN)
            {
                return there;
            }

            FaultVerdict verdict = HandleFault(address, access);
            if (verdict != FaultVerdict.Resolved)
            {
                return verdict == FaultVerdict.OutOfMemory ? Errno.ENOMEM : verdict == FaultVerdict.Interrupted ? Errno.EINTR : Errno.EFAULT;
            }
        }
    }

    /// <summary>As <see cref="Resolve"/> without ever sleeping: EAGAIN where a page of a file would have to be fetched.</summary>
    public Result<PhysicalAddress> TryResolve(ulong address, MemoryAccess access)
    {
        Result<PhysicalAddress> there = address >= AddressSpace.Top ? Errno.EFAULT : Peek(address, access);
        if (there.Error != Errno.EAGAIN)
        {
            return there;
        }

        int index = _regions.Find(address);
        return index >= 0 && _regions[index].File != null ? Errno.EAGAIN : Resolve(address, access);
    }

    /// <summary>The byte's place if its page is there and may be accessed so; EAGAIN.</summary>
    private Result<PhysicalAddress> Peek(ulong address, MemoryAccess access)
    {
        ulong needed = access == MemoryAccess.Write ? PageEntry.Present | PageEntry.Writable : PageEntry.Present;
        ulong* entry = _table.Find(address);
        if (entry == null || (*entry & needed) != needed)
        {
            return Errno.EAGAIN;
        }

        return new PhysicalAddress((*entry & PageEntry.AddressMask) | (address & PageSize.OffsetMask));
    }

    /// <summary>Null: the thread has slept meanwhile, so everything may be different.</summary>
    private FaultVerdict? TryFault(ulong address, MemoryAccess access)
    {
        int index = _regions.Find(address);
        if (index < 0)
        {
            return FaultVerdict.NotMapped;
        }

        ref readonly Region region = ref _regions[index];
        if (!region.Protection.Permits(access))
        {
            return FaultVerdict.Forbidden;
        }

        bool isWrite = access == MemoryAccess.Write;
        ulong* entry = _table.Find(address);
        ulong old = entry == null ? 0 : *entry;
        bool isBorrowed = (old & PageEntry.Borrowed) != 0;
        if (old != 0 && (!isWrite || !isBorrowed))
        {
            // It is there: another thread was faster.
            _table.Replace(address, entry, PageEntry.ForUser(PageEntry.PageOf(old), region.Protection, isBorrowed));
            return FaultVerdict.Resolved;
        }

        address = PageSize.RoundDown(address);
        if (region.File != null && (old == 0 || region.IsShared))
        {
            return FillFromFile(address, in region, isWrite, entry, old);
        }

        return isWrite ? FillOwn(address, region.Protection, PageEntry.PageOf(old), entry, old)
            : Fill(address, PageEntry.ForUser(_pages.ZeroPage, region.Protection, true), entry, old);
    }

    private FaultVerdict? FillFromFile(ulong address, in Region region, bool isWrite, ulong* entry, ulong old)
    {
        OpenFile file = region.File!;
        Protection protection = region.Protection;
        bool isShared = region.IsShared;
        ulong sleeps = _cache.Sleeps;
        file.Acquire();
        Result<PhysicalAddress> found = _cache.Find(file, region.PageOf(address), isWrite && isShared);
        file.Release();
        if (found.IsError)
        {
            return found.Error switch
            {
                Errno.EINTR => FaultVerdict.Interrupted,
                Errno.ENOMEM => FaultVerdict.OutOfMemory,
                _ => FaultVerdict.BeyondEnd,
            };
        }

        if (sleeps != _cache.Sleeps)
        {
            return null;
        }

        if (isWrite && !isShared)
        {
            return FillOwn(address, protection, found.Value, entry, old);
        }

        ulong value = PageEntry.ForUser(found.Value, protection, isBorrowed: true) | (isWrite ? PageEntry.Writable : 0);
        _pages.AddReference(found.Value);
        FaultVerdict verdict = Fill(address, value, entry, old);
        if (verdict != FaultVerdict.Resolved)
        {
            _pages.Release(found.Value);
        }
        else if (!isWrite)
        {
            ShowAround(address, _regions.Find(address));
        }

        return verdict;
    }

    /// <summary>A page of the app's own with the bytes of another one; 0 is no page, whose bytes are zeros.</summary>
    private FaultVerdict FillOwn(ulong address, Protection protection, PhysicalAddress from, ulong* entry, ulong old)
    {
        Result<PhysicalAddress> fresh = _pages.Allocate();
        if (fresh.IsError)
        {
            return FaultVerdict.OutOfMemory;
        }

        if (from.Value != 0 && from.Value != _pages.ZeroPage.Value)
        {
            Cpu.Copy(fresh.Value.Pointer, from.Pointer, PageSize.Bytes);
        }

        FaultVerdict verdict = Fill(address, PageEntry.ForUser(fresh.Value, protection, isBorrowed: false), entry, old);
        if (verdict != FaultVerdict.Resolved)
        {
            _pages.Release(fresh.Value);
        }

        return verdict;
    }

    /// <summary>Enters a page, whose reference goes to the entry.</summary>
    private FaultVerdict Fill(ulong address, ulong value, ulong* entry, ulong old)
    {
        if (old != 0)
        {
            _table.Replace(address, entry, value);
            _pages.Release(PageEntry.PageOf(old));
            return FaultVerdict.Resolved;
        }

        return _table.Set(address, value) == Errno.None ? FaultVerdict.Resolved : FaultVerdict.OutOfMemory;
    }

    /// <summary>Pages next to the one at <paramref name="address"/> that are in memory already would only fault one by one.</summary>
    private void ShowAround(ulong address, int index)
    {
        ref readonly Region region = ref _regions[index];
        ulong at = Math.Max(region.Start, address & ~(AroundBytes - 1));
        ulong end = Math.Min(region.End, (address & ~(AroundBytes - 1)) + AroundBytes);
        for (; at < end; at += PageSize.Bytes)
        {
            // The window lies within one table, and that of the page itself exists.
            ulong* entry = _table.Find(at);
            PhysicalAddress frame = *entry != 0 ? default : _cache.Peek(region.File!, region.PageOf(at));
            if (frame.Value != 0)
            {
                _pages.AddReference(frame);
                _table.Set(at, PageEntry.ForUser(frame, region.Protection, isBorrowed: true));
            }
        }
    }
}
