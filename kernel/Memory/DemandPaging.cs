// Puts pages under the app's addresses when they are first touched, by the app (page fault) or by the kernel for it (Resolve).
namespace Kernel.Memory;

using Kernel.Abi;

/// <summary>What a page fault comes to.</summary>
public enum FaultVerdict
{
    /// <summary>The page is there now: go on.</summary>
    Resolved,

    /// <summary>SIGSEGV with SEGV_MAPERR: nothing is mapped.</summary>
    NotMapped,

    /// <summary>SIGSEGV with SEGV_ACCERR: the protection forbids it.</summary>
    Forbidden,

    /// <summary>There is no page left: the app is killed.</summary>
    OutOfMemory,
}

public sealed unsafe class DemandPaging
{
    private readonly PhysicalPages _pages;
    private readonly PageTable _table;
    private readonly RegionTable _regions;

    public DemandPaging(PhysicalPages pages, PageTable table, RegionTable regions)
    {
        _pages = pages;
        _table = table;
        _regions = regions;
    }

    public FaultVerdict HandleFault(ulong address, MemoryAccess access)
    {
        int index = _regions.Find(address);
        if (index < 0)
        {
            return FaultVerdict.NotMapped;
        }

        Protection protection = _regions[index].Protection;
        if (!protection.Permits(access))
        {
            return FaultVerdict.Forbidden;
        }

        bool isWrite = access == MemoryAccess.Write;
        ulong* entry = _table.Find(address);
        ulong old = entry == null ? 0 : *entry;
        PhysicalAddress page = PageEntry.PageOf(old);
        if (old != 0 && (!isWrite || page.Value != _pages.ZeroPage.Value))
        {
            // It is there: another thread was faster.
            _table.Replace(address, entry, PageEntry.ForUser(page, protection, page.Value == _pages.ZeroPage.Value));
            return FaultVerdict.Resolved;
        }

        return Fill(address, protection, isWrite, entry, old);
    }

    public Result<PhysicalAddress> Resolve(ulong address, MemoryAccess access)
    {
        if (address >= AddressSpace.Top)
        {
            return Errno.EFAULT;
        }

        ulong needed = access == MemoryAccess.Write ? PageEntry.Present | PageEntry.Writable : PageEntry.Present;
        ulong* entry = _table.Find(address);
        if (entry == null || (*entry & needed) != needed)
        {
            FaultVerdict verdict = HandleFault(address, access);
            if (verdict != FaultVerdict.Resolved)
            {
                return verdict == FaultVerdict.OutOfMemory ? Errno.ENOMEM : Errno.EFAULT;
            }

            entry = _table.Find(address);
        }

        return new PhysicalAddress((*entry & PageEntry.AddressMask) | (address & PageSize.OffsetMask));
    }

    private FaultVerdict Fill(ulong address, Protection protection, bool isWrite, ulong* entry, ulong old)
    {
        PhysicalAddress page = _pages.ZeroPage;
        if (isWrite)
        {
            Result<PhysicalAddress> fresh = _pages.Allocate();
            if (fresh.IsError)
            {
                return FaultVerdict.OutOfMemory;
            }

            page = fresh.Value;
        }
        else
        {
            _pages.AddReference(page);
        }

        address = PageSize.RoundDown(address);
        ulong value = PageEntry.ForUser(page, protection, !isWrite);
        if (old != 0)
        {
            _table.Replace(address, entry, value);
            _pages.Release(PageEntry.PageOf(old));
        }
        else if (_table.Set(address, value) != Errno.None)
        {
            _pages.Release(page);
            return FaultVerdict.OutOfMemory;
        }

        return FaultVerdict.Resolved;
    }
}
