// Which physical memory is free at boot: the RAM of the boot record's memory map less everything that is in use. Consumed by PhysicalPages.
namespace Kernel.Memory;

using System;

/// <summary>A few page-aligned ranges that do not overlap, in no order.</summary>
public sealed class PhysicalRanges
{
    private readonly ulong[] _starts;
    private readonly ulong[] _ends;

    /// <param name="capacity">Ranges; a further one is ignored, so that memory is lost and not lent twice.</param>
    public PhysicalRanges(int capacity)
    {
        _starts = new ulong[capacity];
        _ends = new ulong[capacity];
    }

    public int Count { get; private set; }

    /// <summary>Bytes in all ranges.</summary>
    public ulong TotalBytes
    {
        get
        {
            ulong total = 0;
            for (int index = 0; index < Count; index++)
            {
                total += _ends[index] - _starts[index];
            }

            return total;
        }
    }

    /// <summary>One past the highest byte.</summary>
    public ulong HighestEnd
    {
        get
        {
            ulong highest = 0;
            for (int index = 0; index < Count; index++)
            {
                highest = Math.Max(highest, _ends[index]);
            }

            return highest;
        }
    }

    public ulong StartOf(int index) => _starts[index];

    public ulong EndOf(int index) => _ends[index];

    /// <summary>Adds RAM; pages that are not whole are left out, bytes that are there already stay once.</summary>
    public void Add(ulong start, ulong end)
    {
        start = PageSize.RoundUp(start);
        end = PageSize.RoundDown(end);
        if (start >= end)
        {
            return;
        }

        Exclude(start, end);
        Append(start, end);
    }

    /// <summary>Takes out every page that the range touches.</summary>
    public void Exclude(ulong start, ulong end)
    {
        start = PageSize.RoundDown(start);
        end = PageSize.RoundUp(end);
        for (int index = Count - 1; index >= 0; index--)
        {
            ulong oldStart = _starts[index];
            ulong oldEnd = _ends[index];
            if (end <= oldStart || start >= oldEnd)
            {
                continue;
            }

            Count--;
            _starts[index] = _starts[Count];
            _ends[index] = _ends[Count];
            Append(oldStart, Math.Min(start, oldEnd));
            Append(Math.Max(end, oldStart), oldEnd);
        }
    }

    /// <summary>Takes the first <paramref name="length"/> bytes of the lowest range that is large enough.</summary>
    /// <returns>False when no range is.</returns>
    public bool Take(ulong length, out ulong start)
    {
        int found = -1;
        for (int index = 0; index < Count; index++)
        {
            if (_ends[index] - _starts[index] >= length && (found < 0 || _starts[index] < _starts[found]))
            {
                found = index;
            }
        }

        start = found < 0 ? 0 : _starts[found];
        if (found < 0)
        {
            return false;
        }

        _starts[found] += length;
        if (_starts[found] == _ends[found])
        {
            Count--;
            _starts[found] = _starts[Count];
            _ends[found] = _ends[Count];
        }

        return true;
    }

    /// <summary>Takes out everything but the lowest whole pages of so many <paramref name="bytes"/> in all.</summary>
    public void KeepLowest(ulong bytes)
    {
        bytes = PageSize.RoundDown(bytes);
        while (TotalBytes > bytes)
        {
            int highest = 0;
            for (int index = 1; index < Count; index++)
            {
                highest = _starts[index] > _starts[highest] ? index : highest;
            }

            ulong tooMuch = Math.Min(TotalBytes - bytes, _ends[highest] - _starts[highest]);
            Exclude(_ends[highest] - tooMuch, _ends[highest]);
        }
    }

    /// <summary>Bytes of the largest range that ends at or below <paramref name="limit"/>.</summary>
    public ulong LargestBelow(ulong limit)
    {
        ulong largest = 0;
        for (int index = 0; index < Count; index++)
        {
            if (_ends[index] <= limit)
            {
                largest = Math.Max(largest, _ends[index] - _starts[index]);
            }
        }

        return largest;
    }

    /// <summary>Takes the whole lowest range, if there is one.</summary>
    public bool TakeLowest(out ulong start, out ulong end)
    {
        start = 0;
        end = 0;
        int lowest = 0;
        for (int index = 1; index < Count; index++)
        {
            lowest = _starts[index] < _starts[lowest] ? index : lowest;
        }

        if (Count == 0)
        {
            return false;
        }

        start = _starts[lowest];
        end = _ends[lowest];
        Exclude(start, end);
        return true;
    }

    private void Append(ulong start, ulong end)
    {
        if (start < end && Count < _starts.Length)
        {
            _starts[Count] = start;
            _ends[Count] = end;
            Count++;
        }
    }
}
