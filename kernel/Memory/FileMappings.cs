// The way from a file to the addresses that show it: PageCache calls it when pages are written, cut off or given up.
namespace Kernel.Memory;

using System;
using Vfs;

/// <summary>There is one address space, so looking through its regions takes the place of lists in every frame.</summary>
public sealed class FileMappings
{
    private readonly RegionTable _regions;
    private readonly PageTable _table;

    public FileMappings(RegionTable regions, PageTable table)
    {
        _regions = regions;
        _table = table;
    }

    /// <summary>The next write to these pages through a mapping faults.</summary>
    public void ForbidWrites(VNode node, ulong firstPage, ulong endPage)
    {
        for (int index = 0; index < _regions.Count; index++)
        {
            ref readonly Region region = ref _regions[index];
            if (region.IsShared && TryRange(in region, node, firstPage, endPage, out ulong start, out ulong end))
            {
                _table.ForbidWrites(start, end);
            }
        }
    }

    /// <summary>Nothing shows these pages any more, private copies of them included: the file was cut (truncate(2)).</summary>
    public void Drop(VNode node, ulong firstPage, ulong endPage)
    {
        for (int index = 0; index < _regions.Count; index++)
        {
            ref readonly Region region = ref _regions[index];
            if (TryRange(in region, node, firstPage, endPage, out ulong start, out ulong end))
            {
                _table.Drop(start, end);
            }
        }
    }

    /// <summary>Nothing shows the file's own pages any more, but for those that were written to; private copies stay.</summary>
    public void DropShown(VNode node, ulong firstPage, ulong endPage)
    {
        for (int index = 0; index < _regions.Count; index++)
        {
            ref readonly Region region = ref _regions[index];
            if (TryRange(in region, node, firstPage, endPage, out ulong start, out ulong end))
            {
                _table.DropUnused(start, end, all: true);
            }
        }
    }

    /// <summary>Takes pages of files from addresses at which they were not used lately, or from all of them.</summary>
    /// <returns>How many went.</returns>
    public int DropUnused(bool all)
    {
        int dropped = 0;
        for (int index = 0; index < _regions.Count; index++)
        {
            ref readonly Region region = ref _regions[index];
            if (region.File != null)
            {
                dropped += _table.DropUnused(region.Start, region.End, all);
            }
        }

        return dropped;
    }

    /// <summary>The addresses at which a region shows pages of a file.</summary>
    private static bool TryRange(in Region region, VNode node, ulong firstPage, ulong endPage, out ulong start, out ulong end)
    {
        start = 0;
        end = 0;
        if (region.File == null || region.File.Node != node)
        {
            return false;
        }

        ulong first = region.Offset >> PageSize.Shift;
        ulong last = first + (region.Length >> PageSize.Shift);
        ulong from = Math.Max(first, firstPage);
        ulong to = Math.Min(last, endPage);
        if (from >= to)
        {
            return false;
        }

        start = region.Start + ((from - first) << PageSize.Shift);
        end = region.Start + ((to - first) << PageSize.Shift);
        return true;
    }
}
