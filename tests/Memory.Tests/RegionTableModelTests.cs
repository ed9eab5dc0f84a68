// RegionTable against the simplest thing that could be right: an array with one entry per page.
namespace Memory.Tests;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Xunit;

public sealed class RegionTableModelTests
{
    private const ulong Page = 4096;
    private const int Pages = 96;
    private const int Unmapped = -1;

    private readonly int[] _model = new int[Pages];
    private readonly RegionTable _table = new(24);
    private int _refusals;

    [Fact]
    public void AHundredThousandRandomChangesLeaveBothTheSame()
    {
        var random = new Random(20240917);
        Array.Fill(_model, Unmapped);
        for (int step = 0; step < 100_000; step++)
        {
            int first = random.Next(Pages);
            int end = Math.Min(Pages, first + 1 + random.Next(random.Next(4) == 0 ? 40 : 6));
            Change(random.Next(4), first, end, random.Next(8), random.Next(3));
            AssertSame();
            AssertQueries(first, end, random);
        }

        // The capacity is chosen so that the full table is met, too.
        Assert.InRange(_refusals, 100, 90_000);
    }

    private void Change(int kind, int first, int end, int protection, int name)
    {
        ulong start = (ulong)first * Page;
        ulong stop = (ulong)end * Page;
        bool isFree = Array.TrueForAll(_model[first..end], page => page == Unmapped);
        bool isMapped = Array.TrueForAll(_model[first..end], page => page != Unmapped);
        Errno result;
        switch (kind)
        {
            case 0 when isFree:
                result = _table.Insert(start, stop, (Protection)protection, (RegionName)name);
                break;
            case 1 when isMapped:
                result = _table.Protect(start, stop, (Protection)protection);
                break;
            case 2:
                result = _table.Remove(start, stop);
                break;
            case 3:
                result = _table.Replace(new Region { Start = start, End = stop, Protection = (Protection)protection, Name = (RegionName)name });
                break;
            default:
                return;
        }

        if (result != Errno.None)
        {
            Assert.Equal(Errno.ENOMEM, result);
            Assert.True(_table.Count >= _table.Capacity - 1);
            _refusals++;
            return;
        }

        for (int page = first; page < end; page++)
        {
            _model[page] = kind switch
            {
                1 => (_model[page] & ~7) | protection,
                2 => Unmapped,
                _ => name << 3 | protection,
            };
        }
    }

    /// <summary>The regions are the maximal runs of equal pages, in order.</summary>
    private void AssertSame()
    {
        int index = 0;
        ulong mapped = 0;
        for (int page = 0; page < Pages;)
        {
            int end = page + 1;
            while (end < Pages && _model[end] == _model[page])
            {
                end++;
            }

            if (_model[page] != Unmapped)
            {
                Assert.True(index < _table.Count);
                Region region = _table[index++];
                Assert.Equal((ulong)page * Page, region.Start);
                Assert.Equal((ulong)end * Page, region.End);
                Assert.Equal(_model[page], (int)region.Name << 3 | (int)region.Protection);
                mapped += region.Length;
            }

            page = end;
        }

        Assert.Equal(index, _table.Count);
        Assert.Equal(mapped, _table.MappedBytes);
    }

    private void AssertQueries(int first, int end, Random random)
    {
        ulong mapped = (ulong)Array.FindAll(_model[first..end], page => page != Unmapped).Length * Page;
        Assert.Equal(mapped, _table.CountMapped((ulong)first * Page, (ulong)end * Page));
        ulong start = (ulong)first * Page;
        ulong stop = (ulong)end * Page;
        Assert.Equal(Array.TrueForAll(_model[first..end], page => page == Unmapped), _table.IsFree(start, stop));
        Assert.Equal(Array.TrueForAll(_model[first..end], page => page != Unmapped), _table.IsMapped(start, stop));
        Assert.Equal(_model[first] != Unmapped, _table.Find(start + (ulong)random.Next((int)Page)) >= 0);

        int length = end - first;
        int floor = random.Next(Pages / 2);
        int ceiling = Pages / 2 + 1 + random.Next(Pages / 2);
        int expected = ceiling - length;
        while (expected >= floor && !Array.TrueForAll(_model[expected..(expected + length)], page => page == Unmapped))
        {
            expected--;
        }

        bool found = _table.FindGap((ulong)floor * Page, (ulong)ceiling * Page, (ulong)length * Page, out ulong gap);
        Assert.Equal(expected >= floor, found);
        if (found)
        {
            Assert.Equal((ulong)expected * Page, gap);
        }
    }
}
