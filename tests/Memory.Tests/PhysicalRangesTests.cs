// What physical memory may be lent: whole pages of RAM, none twice, none that is in use.
namespace Memory.Tests;

using System;
using Kernel.Memory;
using Xunit;

public sealed class PhysicalRangesTests
{
    [Fact]
    public void RamIsRoundedInwardAndReservationsOutward()
    {
        var ranges = new PhysicalRanges(8);
        ranges.Add(0x1001, 0x9FC00);
        ranges.Exclude(0x5FFF, 0x6001);
        Assert.Equal(2, ranges.Count);
        Assert.Equal(0x3000UL + 0x98000UL, ranges.TotalBytes);
        Assert.Equal(0x9F000UL, ranges.HighestEnd);
    }

    [Fact]
    public void RamThatIsListedTwiceIsLentOnce()
    {
        var ranges = new PhysicalRanges(8);
        ranges.Add(0x10000, 0x20000);
        ranges.Add(0x18000, 0x28000);
        Assert.Equal(0x18000UL, ranges.TotalBytes);
    }

    [Theory]
    [InlineData(0x50000, 0x50000)]
    [InlineData(0x40000, 0x40000)]
    [InlineData(0x25FFF, 0x25000)]
    [InlineData(0x20000, 0x20000)]
    [InlineData(0x10000, 0x10000)]
    [InlineData(0xFFF, 0)]
    public void TheLowestPagesAreKept(ulong bytes, ulong kept)
    {
        var ranges = new PhysicalRanges(8);
        ranges.Add(0x100000, 0x110000);
        ranges.Add(0x10000, 0x30000);
        ranges.Add(0x200000, 0x220000);
        ranges.KeepLowest(bytes);
        Assert.Equal(kept, ranges.TotalBytes);
        ulong expected = kept <= 0x20000 ? 0x10000 + kept : kept <= 0x30000 ? 0x100000 + (kept - 0x20000) : 0x200000 + (kept - 0x30000);
        Assert.Equal(kept == 0 ? 0 : expected, ranges.HighestEnd);
    }

    [Fact]
    public void TakingUsesTheLowestRangeThatIsLargeEnough()
    {
        var ranges = new PhysicalRanges(8);
        ranges.Add(0x100000, 0x800000);
        ranges.Add(0x1000, 0x3000);
        Assert.True(ranges.Take(0x3000, out ulong large));
        Assert.Equal(0x100000UL, large);
        Assert.True(ranges.Take(0x2000, out ulong small));
        Assert.Equal(0x1000UL, small);
        Assert.Equal(1, ranges.Count);
        Assert.False(ranges.Take(0x800000, out _));
    }

    [Fact]
    public void TheLowestRangeIsTakenWhole()
    {
        var ranges = new PhysicalRanges(8);
        ranges.Add(0x100000, 0x800000);
        ranges.Add(0x1000, 0x3000);
        Assert.Equal(0x700000UL, ranges.LargestBelow(0x800000));
        Assert.Equal(0x2000UL, ranges.LargestBelow(0x7FF000));
        Assert.True(ranges.TakeLowest(out ulong start, out ulong end));
        Assert.Equal((0x1000UL, 0x3000UL), (start, end));
        Assert.True(ranges.TakeLowest(out _, out end));
        Assert.Equal(0x800000UL, end);
        Assert.False(ranges.TakeLowest(out _, out _));
    }

    [Fact]
    public void RandomReservationsLeaveExactlyTheOtherPages()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            var ranges = new PhysicalRanges(64);
            var model = new bool[64];
            for (int step = 0; step < 20; step++)
            {
                int first = random.Next(64);
                int end = Math.Min(64, first + 1 + random.Next(12));
                bool adds = random.Next(2) == 0;
                if (adds)
                {
                    ranges.Add((ulong)first << 12, (ulong)end << 12);
                }
                else
                {
                    ranges.Exclude((ulong)first << 12, (ulong)end << 12);
                }

                Array.Fill(model, adds, first, end - first);
            }

            var actual = new bool[64];
            for (int index = 0; index < ranges.Count; index++)
            {
                for (ulong page = ranges.StartOf(index) >> 12; page < ranges.EndOf(index) >> 12; page++)
                {
                    Assert.False(actual[page]);
                    actual[page] = true;
                }
            }

            Assert.Equal(model, actual);
        }
    }
}
