// Lends out the pages of RAM and counts who holds each; used by the page tables, the boot heap, pinned buffers and drivers.
namespace Kernel.Memory;

using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;

/// <summary>
/// One word per frame: the number of holders, or, while the frame is free, the next free one. Frames that were never lent
/// are not in that list and their words are not even initialised, so that boot takes the same time with any amount of RAM.
/// </summary>
public sealed unsafe class PhysicalPages
{
    private const uint IsFree = 0x8000_0000;
    private const uint NoFrame = 0x7FFF_FFFF;

    /// <summary>Of all pages, the part that is given up beyond those that are asked for, so that the search pays.</summary>
    private const int ReclaimPart = 128;

    /// <summary>A count that never ends: for frames that many share and nobody owns.</summary>
    private const uint Permanent = 0x4000_0000;

    /// <summary>What the page tables of Entry.S map; until KernelAddressSpace exists nothing above can be touched.</summary>
    private const ulong BootMapEnd = 4ul << 30;

    private readonly PhysicalRanges _fresh;
    private readonly uint* _frames;
    private ulong _next;
    private ulong _end;
    private uint _firstReleased = NoFrame;

    /// <param name="ranges">Free RAM below the end of the boot page tables' direct map first; this object owns it from now on.</param>
    public PhysicalPages(PhysicalRanges ranges)
    {
        _fresh = ranges;
        Total = (int)(ranges.TotalBytes >> PageSize.Shift);
        Free = Total;
        ulong tableBytes = PageSize.RoundUp((ranges.HighestEnd >> PageSize.Shift) * sizeof(uint));
        if (!ranges.Take(tableBytes, out ulong table))
        {
            Panic.Stop("memory: no room for the table of frames"u8);
        }

        _frames = (uint*)new PhysicalAddress(table).Pointer;
        Free -= (int)(tableBytes >> PageSize.Shift);
        Result<PhysicalAddress> zero = Allocate();
        if (zero.IsError)
        {
            Panic.Stop("memory: no RAM"u8);
        }

        ZeroPage = zero.Value;
        _frames[ZeroPage.Value >> PageSize.Shift] = Permanent;
    }

    /// <summary>Pages of RAM, lent or free, less those of the image.</summary>
    public int Total { get; }

    public int Free { get; private set; }

    /// <summary>The fewest pages that were ever free since <see cref="ForgetPeak"/>.</summary>
    public int LeastFree { get; private set; }

    /// <summary>From here on the most that is in use counts.</summary>
    public void ForgetPeak() => LeastFree = Free;

    /// <summary>Who gives pages up when they become few; null before the app's address space is made.</summary>
    public PageCache? Cache { get; set; }

    /// <summary>A page of zeros that any number of read-only mappings share; counting its holders is harmless.</summary>
    public PhysicalAddress ZeroPage { get; }

    /// <summary>
    /// Before several pages are needed, and while no entry of a page table is held: has pages of files given up if fewer than that are free.
    /// There may be too few afterwards.
    /// </summary>
    public void EnsureFree(int pages)
    {
        if (Free < pages)
        {
            Cache?.Reclaim(pages - Free + (Total / ReclaimPart));
        }
    }

    /// <summary>A page of zeros with one holder, or ENOMEM.</summary>
    public Result<PhysicalAddress> Allocate()
    {
        uint frame = _firstReleased;
        if (frame != NoFrame)
        {
            _firstReleased = _frames[frame] & ~IsFree;
        }
        else
        {
            if (_next == _end && !_fresh.TakeLowest(out _next, out _end))
            {
                return Errno.ENOMEM;
            }

            frame = (uint)(_next >> PageSize.Shift);
            _next += PageSize.Bytes;
        }

        _frames[frame] = 1;
        Free--;
        LeastFree = LeastFree < Free ? LeastFree : Free;
        PhysicalAddress page = new((ulong)frame << PageSize.Shift);
        Cpu.ZeroPage(page.Pointer);
        return page;
    }

    /// <summary>Adjacent pages of zeros, each with one holder; for boot, when memory is not yet in pieces.</summary>
    public Result<PhysicalAddress> AllocateContiguous(int pages)
    {
        ulong length = (ulong)pages << PageSize.Shift;
        ulong start = _next;
        if (_end - _next >= length)
        {
            _next += length;
        }
        else if (!_fresh.Take(length, out start))
        {
            return Errno.ENOMEM;
        }

        for (ulong page = start; page < start + length; page += PageSize.Bytes)
        {
            _frames[page >> PageSize.Shift] = 1;
            Cpu.ZeroPage(new PhysicalAddress(page).Pointer);
        }

        Free -= pages;
        return new PhysicalAddress(start);
    }

    /// <summary>Lends half of the largest piece of RAM below 4 GiB, not zeroed, to the boot heap.</summary>
    internal bool LendBootHeap(out ulong start, out ulong end)
    {
        ulong length = PageSize.RoundDown(_fresh.LargestBelow(BootMapEnd) / 2);
        end = 0;
        if (length == 0 || !_fresh.Take(length, out start))
        {
            start = 0;
            return false;
        }

        end = start + length;
        Free -= (int)(length >> PageSize.Shift);
        return true;
    }

    /// <summary>Takes back what the heap did not use.</summary>
    internal void ReturnBootHeap(ulong start, ulong end)
    {
        _fresh.Add(start, end);
        Free += (int)((end - start) >> PageSize.Shift);
    }

    /// <summary>Adds a holder: the page stays until every one has called <see cref="Release"/>.</summary>
    public void AddReference(PhysicalAddress page) => AddReferences(page, 1);

    /// <summary>Adds several holders at once.</summary>
    public void AddReferences(PhysicalAddress page, uint added)
    {
        uint count = _frames[page.Value >> PageSize.Shift];
        if (count - 1 >= NoFrame - added)
        {
            Panic.Stop("memory: a page that nobody holds gets another holder"u8);
        }

        _frames[page.Value >> PageSize.Shift] = count + added;
    }

    /// <summary>Ends one hold; the last one frees the page.</summary>
    public void Release(PhysicalAddress page)
    {
        uint frame = (uint)(page.Value >> PageSize.Shift);
        uint count = _frames[frame];
        if (count - 1 >= NoFrame)
        {
            Panic.Stop("memory: a page is released twice"u8);
        }

        if (count != 1)
        {
            _frames[frame] = count - 1;
            return;
        }

        _frames[frame] = _firstReleased | IsFree;
        _firstReleased = frame;
        Free++;
    }

    /// <summary>How many hold the page.</summary>
    public uint ReferencesTo(PhysicalAddress page) => _frames[page.Value >> PageSize.Shift];
}
