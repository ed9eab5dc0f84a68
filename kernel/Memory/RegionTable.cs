// Which addresses the app has mapped and how: the sorted list behind mmap, mprotect and munmap. Owned by AddressSpace; holds no pages.
namespace Kernel.Memory;

using System;
using Kernel.Abi;

/// <summary>
/// Regions that do not overlap, in ascending order; neighbours that are alike are one entry. All addresses are page
/// aligned and every range has at least one page: the caller has checked. A change happens whole or, for want of an entry (ENOMEM), not at all.
/// </summary>
public sealed class RegionTable
{
    private readonly Region[] _regions;

    /// <param name="capacity">Entries; a reservation of any size takes one (Linux's vm.max_map_count).</param>
    public RegionTable(int capacity)
    {
        _regions = new Region[capacity];
    }

    public int Count { get; private set; }

    public int Capacity => _regions.Length;

    /// <summary>Bytes in all regions, what RLIMIT_AS counts.</summary>
    public ulong MappedBytes { get; private set; }

    public ref readonly Region this[int index] => ref _regions[index];

    /// <summary>Index of the region that contains <paramref name="address"/>, or -1.</summary>
    public int Find(ulong address)
    {
        int index = FirstEndingAfter(address);
        return index < Count && _regions[index].Start <= address ? index : -1;
    }

    public bool IsFree(ulong start, ulong end)
    {
        int index = FirstEndingAfter(start);
        return index == Count || _regions[index].Start >= end;
    }

    /// <summary>Whether every byte from <paramref name="start"/> to <paramref name="end"/> is in some region.</summary>
    public bool IsMapped(ulong start, ulong end)
    {
        for (int index = FirstEndingAfter(start); index < Count && _regions[index].Start <= start; index++)
        {
            start = _regions[index].End;
            if (start >= end)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many bytes from <paramref name="start"/> to <paramref name="end"/> are in regions.</summary>
    public ulong CountMapped(ulong start, ulong end)
    {
        ulong count = 0;
        for (int index = FirstEndingAfter(start); index < Count && _regions[index].Start < end; index++)
        {
            count += Math.Min(end, _regions[index].End) - Math.Max(start, _regions[index].Start);
        }

        return count;
    }

    /// <summary>The highest free range of <paramref name="length"/> bytes within the bounds.</summary>
    public bool FindGap(ulong floor, ulong ceiling, ulong length, out ulong start)
    {
        ulong top = ceiling;
        for (int index = Math.Min(FirstEndingAfter(ceiling - 1), Count - 1); index >= 0 && top > floor; index--)
        {
            ref readonly Region region = ref _regions[index];
            if (region.Start >= ceiling)
            {
                continue;
            }

            if (region.End < top && top - region.End >= length)
            {
                break;
            }

            top = Math.Min(top, region.Start);
        }

        start = top - length;
        return top >= length && start >= floor;
    }

    /// <summary>Adds a region of zeros where <see cref="IsFree"/> holds.</summary>
    public Errno Insert(ulong start, ulong end, Protection protection, RegionName name)
    {
        Region added = new() { Start = start, End = end, Protection = protection, Name = name };
        return Insert(in added);
    }

    /// <summary>Adds a region where <see cref="IsFree"/> holds; it gets a reference of its own to its file.</summary>
    public Errno Insert(in Region added)
    {
        ulong start = added.Start;
        ulong end = added.End;
        int index = FirstEndingAfter(start);
        bool joinsPrevious = index > 0 && _regions[index - 1].Joins(added);
        bool joinsNext = index < Count && added.Joins(_regions[index]);
        if (joinsPrevious)
        {
            _regions[index - 1].End = end;
            JoinAt(index);
        }
        else if (joinsNext)
        {
            _regions[index].Start = start;
            _regions[index].Offset = added.Offset;
        }
        else if (!MakeRoom(index))
        {
            return Errno.ENOMEM;
        }
        else
        {
            _regions[index] = added;
            added.File?.Acquire();
        }

        MappedBytes += end - start;
        return Errno.None;
    }

    /// <summary>Takes a range out of whatever regions it touches.</summary>
    public Errno Remove(ulong start, ulong end)
    {
        if (!Isolate(start, end, out int first, out int last))
        {
            return Errno.ENOMEM;
        }

        for (int index = first; index < last; index++)
        {
            MappedBytes -= _regions[index].Length;
            _regions[index].File?.Release();
        }

        Array.Copy(_regions, last, _regions, first, Count - last);
        Count -= last - first;
        return Errno.None;
    }

    /// <summary>Makes the range of a region its own, whatever was there before (MAP_FIXED).</summary>
    /// <param name="added">Its file is held by the caller.</param>
    public Errno Replace(in Region added)
    {
        // Once a range is isolated its entries make room for the new one; only a range that was free needs another.
        if (IsFree(added.Start, added.End))
        {
            return Insert(in added);
        }

        Errno removed = Remove(added.Start, added.End);
        return removed == Errno.None ? Insert(in added) : removed;
    }

    /// <summary>Changes the protection of a range that <see cref="IsMapped"/>.</summary>
    public Errno Protect(ulong start, ulong end, Protection protection)
    {
        if (!Isolate(start, end, out int first, out int last))
        {
            return Errno.ENOMEM;
        }

        for (int index = first; index < last; index++)
        {
            _regions[index].WasWritable |= (_regions[index].Protection & Protection.Write) != 0;
            _regions[index].Protection = protection;
        }

        for (int index = last; index >= first; index--)
        {
            JoinAt(index);
        }

        return Errno.None;
    }

    public void Clear()
    {
        for (int index = 0; index < Count; index++)
        {
            _regions[index].File?.Release();
        }

        Count = 0;
        MappedBytes = 0;
    }

    /// <summary>Index of the first region that is not wholly below <paramref name="address"/>; <see cref="Count"/> when all are.</summary>
    public int FirstEndingAfter(ulong address)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_regions[middle].End > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Splits at both ends, so that the range is exactly the regions from first up to last.</summary>
    private bool Isolate(ulong start, ulong end, out int first, out int last)
    {
        first = 0;
        last = 0;
        if (!SplitAt(start))
        {
            return false;
        }

        if (!SplitAt(end))
        {
            JoinAt(FirstEndingAfter(start));
            return false;
        }

        first = FirstEndingAfter(start);
        last = first;
        while (last < Count && _regions[last].Start < end)
        {
            last++;
        }

        return true;
    }

    private bool SplitAt(ulong address)
    {
        int index = Find(address);
        if (index < 0 || _regions[index].Start == address)
        {
            return true;
        }

        if (!MakeRoom(index + 1))
        {
            return false;
        }

        _regions[index + 1] = _regions[index];
        _regions[index + 1].Start = address;
        _regions[index].End = address;
        if (_regions[index].File != null)
        {
            _regions[index].File!.Acquire();
            _regions[index + 1].Offset += address - _regions[index].Start;
        }

        return true;
    }

    /// <summary>Makes the region at <paramref name="index"/> and the one before it one, if they are alike.</summary>
    private void JoinAt(int index)
    {
        if (index > 0 && index < Count && _regions[index - 1].Joins(_regions[index]))
        {
            _regions[index - 1].End = _regions[index].End;
            _regions[index - 1].WasWritable |= _regions[index].WasWritable;
            _regions[index].File?.Release();
            Array.Copy(_regions, index + 1, _regions, index, Count - index - 1);
            Count--;
        }
    }

    private bool MakeRoom(int index)
    {
        if (Count == _regions.Length)
        {
            return false;
        }

        Array.Copy(_regions, index, _regions, index + 1, Count - index);
        Count++;
        return true;
    }
}
