// The app's half of the address space: what mmap, mprotect, munmap, madvise and brk do. Pages come and go in DemandPaging.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Scheduling;

/// <summary>
/// Regions say what is allowed, page tables hold what is there: a reservation of any size costs one region and no page.
/// Addresses and lengths are the app's own and not trusted.
/// </summary>
public sealed partial class AddressSpace
{
    /// <summary>One past the highest address of an app; the last page below 2^47 stays free as on Linux (TASK_SIZE_MAX).</summary>
    public const ulong Top = 0x7FFF_FFFF_F000;

    /// <summary>Nothing is mapped below: null pointers fault (vm.mmap_min_addr).</summary>
    public const ulong Bottom = 0x10000;

    /// <summary>Bytes at the top that <see cref="Map"/> does not choose by itself: the first thread's stack and a gap that its overflow hits.</summary>
    private const ulong StackRoom = 64 << 20;

    /// <summary>The least gap (stack_guard_gap).</summary>
    private const ulong StackGap = 1 << 20;

    private const ulong Ceiling = Top - StackRoom;

    /// <summary>Reads and writes of mapped files that can be under way at once.</summary>
    private const int FileTransfers = 4;

    private readonly PageTable _table;
    private readonly DemandPaging _paging;
    private readonly ProgramBreak _break;

    /// <param name="regionCapacity">Regions at most; with more an operation that splits one fails with ENOMEM.</param>
    /// <param name="fileCapacity">Files of which pages can be kept.</param>
    /// <param name="clusterPages">Pages of a file that are read at once, a power of two.</param>
    public AddressSpace(PhysicalPages pages, KernelAddressSpace kernel, Scheduler scheduler, int regionCapacity, int fileCapacity, int clusterPages)
    {
        Pages = pages;
        _table = kernel.Table;
        Regions = new RegionTable(regionCapacity);
        Files = new PageCache(pages, new FileMappings(Regions, _table), scheduler, fileCapacity, clusterPages, FileTransfers);
        pages.Cache = Files;
        _paging = new DemandPaging(pages, _table, Regions, Files);
        _break = new ProgramBreak(Regions, _table);
        _mostAtOnce = Math.Max((ulong)pages.Total << PageSize.Shift, LeastAtOnce);
    }

    public PhysicalPages Pages { get; }

    /// <summary>What is mapped, in ascending order, for /proc/self/maps.</summary>
    public RegionTable Regions { get; }

    /// <summary>The pages of mapped files.</summary>
    public PageCache Files { get; }

    /// <summary>Page faults of the app, and pages fetched for the kernel.</summary>
    public ulong Faults => _paging.Faults;

    /// <summary>Pages that the app's addresses hold now (VmRSS), counted at each call.</summary>
    public int ResidentPages => _table.CountPages(0, Top);

    /// <summary>How many it had when the app ended; for the report at shutdown.</summary>
    public int PagesAtEnd { get; private set; }

    /// <summary>mmap(2) of zeros that belong to the app.</summary>
    /// <param name="hint">With <see cref="MapFlags.Fixed"/> the address, otherwise a wish.</param>
    /// <returns>The address; EINVAL, EEXIST (FixedNoReplace), EPERM below <see cref="Bottom"/>, ENOMEM.</returns>
    public Result<ulong> Map(ulong hint, ulong length, Protection protection, MapFlags flags, RegionName name = RegionName.Anonymous)
    {
        Region region = new() { Protection = protection, Name = name };
        return Map(hint, length, flags, region);
    }

    private Result<ulong> Map(ulong hint, ulong length, MapFlags flags, Region region)
    {
        bool isFixed = (flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
        if (length == 0 || (isFixed && !PageSize.IsAligned(hint)))
        {
            return Errno.EINVAL;
        }

        if (length > Top)
        {
            return Errno.ENOMEM;
        }

        length = PageSize.RoundUp(length);
        region.IsUncharged = (flags & MapFlags.NoReserve) != 0;
        ulong replaced = isFixed ? Regions.CountMapped(hint, hint + Math.Min(length, ulong.MaxValue - hint)) : 0;
        if (!IsWithinLimit(length - replaced) || (region.IsCharged && length > _mostAtOnce))
        {
            return Errno.ENOMEM;
        }

        Errno error;
        if (isFixed)
        {
            error = MapFixed(hint, length, flags, region);
            return error == Errno.None ? hint : error;
        }

        if (!ChooseAddress(PageSize.RoundDown(hint), length, out ulong start))
        {
            return Errno.ENOMEM;
        }

        region.Start = start;
        region.End = start + length;
        error = Regions.Insert(in region);
        return error == Errno.None ? start : error;
    }

    /// <summary>The first thread's stack at the very top, demand-zero like everything else.</summary>
    /// <returns>Its end; ENOMEM when something is there already or the stack is larger than the 63 MiB that are kept for it.</returns>
    public Result<ulong> MapStack(ulong length)
    {
        length = PageSize.RoundUp(length);
        if (length > StackRoom - StackGap || !Regions.IsFree(Top - length, Top))
        {
            return Errno.ENOMEM;
        }

        Errno error = Regions.Insert(Top - length, Top, Protection.Read | Protection.Write, RegionName.Stack);
        return error == Errno.None ? Top : error;
    }

    /// <summary>munmap(2) of any range, mapped or not.</summary>
    public Errno Unmap(ulong address, ulong length)
    {
        if (!TryRange(address, ref length) || length == 0)
        {
            return Errno.EINVAL;
        }

        // Writing may sleep, so it comes first: what is free in the range later may be another thread's mapping by then.
        WriteChanged(address, address + length);
        return Take(address, address + length);
    }

    /// <summary>mprotect(2). Pages keep their contents, also under PROT_NONE.</summary>
    public Errno Protect(ulong address, ulong length, Protection protection)
    {
        if (!PageSize.IsAligned(address))
        {
            return Errno.EINVAL;
        }

        if (!TryRange(address, ref length))
        {
            return Errno.ENOMEM;
        }

        ulong end = address + length;
        if (length == 0)
        {
            return Errno.None;
        }

        if (!Regions.IsMapped(address, end))
        {
            return Errno.ENOMEM;
        }

        if ((protection & Protection.Write) != 0 && HasReadOnlyFile(address, end))
        {
            return Errno.EACCES;
        }

        if ((protection & Protection.Write) != 0 && IsTooMuch(address, end))
        {
            return Errno.ENOMEM;
        }

        Errno error = Regions.Protect(address, end, protection);
        if (error == Errno.None)
        {
            _table.Protect(address, end, protection);
        }

        return error;
    }

    /// <summary>Where the loader says that the heap begins: behind the program's last segment.</summary>
    public void StartBreak(ulong address) => _break.Start(PageSize.RoundUp(address));

    /// <summary>brk(2): the new break, or the old one when the wish cannot be met.</summary>
    public ulong Break(ulong wish) => _break.Move(wish, Math.Min(_mostAtOnce, Limit - Math.Min(Limit, Regions.MappedBytes)));

    /// <summary>Gives everything back: the app has ended, or another program takes its place. Writes what was changed in files.</summary>
    public void Clear()
    {
        PagesAtEnd = ResidentPages;
        Files.WriteBackAll();
        _table.Drop(0, Top);
        Regions.Clear();
        _break.Start(0);
    }

    /// <summary>The kernel's way to a byte of the app: the page is made present as if the app had touched it.</summary>
    /// <returns>EFAULT where the app would get SIGSEGV, ENOMEM when there is no page.</returns>
    public Result<PhysicalAddress> Resolve(ulong address, MemoryAccess access) => _paging.Resolve(address, access);

    /// <summary>As <see cref="Resolve"/> for who must not sleep: EAGAIN where a page of a file would have to be fetched.</summary>
    public Result<PhysicalAddress> TryResolve(ulong address, MemoryAccess access) => _paging.TryResolve(address, access);

    /// <summary>What a page fault of the app at <paramref name="address"/> comes to.</summary>
    public FaultVerdict HandleFault(ulong address, MemoryAccess access) => _paging.HandleFault(address, access);

    /// <summary>Rounds the length up and checks that the range is aligned and the app's.</summary>
    private static bool TryRange(ulong address, ref ulong length)
    {
        if (!PageSize.IsAligned(address) || address > Top || length > Top - address)
        {
            return false;
        }

        length = PageSize.RoundUp(length);
        return true;
    }

    /// <summary>Takes a range out of the regions and drops its pages.</summary>
    private Errno Take(ulong start, ulong end)
    {
        Errno error = Regions.Remove(start, end);
        if (error == Errno.None)
        {
            _table.Drop(start, end);
        }

        return error;
    }

    private Errno MapFixed(ulong start, ulong length, MapFlags flags, Region region)
    {
        if (start > Top || length > Top - start)
        {
            return Errno.ENOMEM;
        }

        if (start < Bottom)
        {
            return Errno.EPERM;
        }

        ulong end = start + length;
        region.Start = start;
        region.End = end;
        if ((flags & MapFlags.FixedNoReplace) != 0)
        {
            return Regions.IsFree(start, end) ? Regions.Insert(in region) : Errno.EEXIST;
        }

        // The old mapping stays until the new one is there: in between another thread's mmap would get the place.
        WriteChanged(start, end);
        Errno error = Regions.Replace(in region);
        if (error == Errno.None)
        {
            // Whatever was committed here is gone: .NET's GC decommits this way and counts on zeros afterwards.
            _table.Drop(start, end);
        }

        return error;
    }

    private bool ChooseAddress(ulong hint, ulong length, out ulong start)
    {
        if (hint >= Bottom && hint < Ceiling && length <= Ceiling - hint && Regions.IsFree(hint, hint + length))
        {
            start = hint;
            return true;
        }

        return Regions.FindGap(Bottom, Ceiling, length, out start);
    }
}
