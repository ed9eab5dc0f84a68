// What mmap, mprotect and munmap rely on: the table splits, merges and refuses exactly as a page-by-page map would.
namespace Memory.Tests;

using Kernel.Abi;
using Kernel.Memory;
using Xunit;

public sealed class RegionTableTests
{
    private const ulong Page = 4096;
    private const Protection ReadWrite = Protection.Read | Protection.Write;

    [Fact]
    public void NeighboursThatAreAlikeBecomeOneRegion()
    {
        var table = new RegionTable(8);
        Insert(table, 1, 2, ReadWrite);
        Insert(table, 3, 4, ReadWrite);
        Insert(table, 2, 3, ReadWrite);
        AssertRegions(table, (1, 4, ReadWrite));
    }

    [Fact]
    public void NeighboursOfDifferentProtectionOrNameStayApart()
    {
        var table = new RegionTable(8);
        Insert(table, 1, 2, ReadWrite);
        Insert(table, 2, 3, Protection.Read);
        Assert.Equal(Errno.None, table.Insert(3 * Page, 4 * Page, Protection.Read, RegionName.Heap));
        AssertRegions(table, (1, 2, ReadWrite), (2, 3, Protection.Read), (3, 4, Protection.Read));
    }

    [Fact]
    public void WhatIsChargedAndWhatIsNotStayApart()
    {
        var table = new RegionTable(8);
        Insert(table, 1, 2, ReadWrite);
        Assert.Equal(Errno.None, table.Insert(new Region { Start = 2 * Page, End = 3 * Page, Protection = ReadWrite, IsUncharged = true }));
        AssertRegions(table, (1, 2, ReadWrite), (2, 3, ReadWrite));
    }

    [Fact]
    public void MemoryThatWasWritableIsRememberedAcrossMerges()
    {
        var table = new RegionTable(8);
        Insert(table, 0, 3, Protection.None);
        Assert.Equal(Errno.None, table.Protect(Page, 2 * Page, ReadWrite));
        Assert.False(table[0].WasWritable);
        Assert.Equal(Errno.None, table.Protect(Page, 2 * Page, Protection.None));
        AssertRegions(table, (0, 3, Protection.None));
        Assert.True(table[0].WasWritable);
    }

    [Fact]
    public void RemovingTheMiddleSplits()
    {
        var table = new RegionTable(8);
        Insert(table, 0, 10, ReadWrite);
        Assert.Equal(Errno.None, table.Remove(4 * Page, 6 * Page));
        AssertRegions(table, (0, 4, ReadWrite), (6, 10, ReadWrite));
        Assert.Equal(8 * Page, table.MappedBytes);
    }

    [Fact]
    public void RemovingAcrossSeveralRegionsTrimsBothEnds()
    {
        var table = new RegionTable(8);
        Insert(table, 0, 4, ReadWrite);
        Insert(table, 5, 6, Protection.None);
        Insert(table, 7, 9, ReadWrite);
        Assert.Equal(Errno.None, table.Remove(2 * Page, 8 * Page));
        AssertRegions(table, (0, 2, ReadWrite), (8, 9, ReadWrite));
    }

    [Fact]
    public void ProtectingTheMiddleSplitsAndProtectingItBackMerges()
    {
        var table = new RegionTable(8);
        Insert(table, 0, 100, Protection.None);
        Assert.Equal(Errno.None, table.Protect(10 * Page, 20 * Page, ReadWrite));
        AssertRegions(table, (0, 10, Protection.None), (10, 20, ReadWrite), (20, 100, Protection.None));
        Assert.Equal(Errno.None, table.Protect(20 * Page, 30 * Page, ReadWrite));
        AssertRegions(table, (0, 10, Protection.None), (10, 30, ReadWrite), (30, 100, Protection.None));
        Assert.Equal(Errno.None, table.Protect(10 * Page, 30 * Page, Protection.None));
        AssertRegions(table, (0, 100, Protection.None));
    }

    [Fact]
    public void ReplacingTakesTheWholeRangeOver()
    {
        var table = new RegionTable(8);
        Insert(table, 0, 4, ReadWrite);
        Insert(table, 6, 8, Protection.Read);
        Assert.Equal(Errno.None, table.Replace(new Region { Start = 2 * Page, End = 7 * Page, Name = RegionName.Anonymous }));
        AssertRegions(table, (0, 2, ReadWrite), (2, 7, Protection.None), (7, 8, Protection.Read));
    }

    [Fact]
    public void AFullTableRefusesASplitAndStaysAsItWas()
    {
        var table = new RegionTable(2);
        Insert(table, 0, 10, ReadWrite);
        Assert.Equal(Errno.ENOMEM, table.Protect(4 * Page, 6 * Page, Protection.Read));
        AssertRegions(table, (0, 10, ReadWrite));
        Insert(table, 20, 21, Protection.Read);
        Assert.Equal(Errno.ENOMEM, table.Remove(4 * Page, 6 * Page));
        Assert.Equal(Errno.ENOMEM, table.Insert(30 * Page, 31 * Page, ReadWrite, RegionName.Anonymous));
        AssertRegions(table, (0, 10, ReadWrite), (20, 21, Protection.Read));
        Assert.Equal(Errno.None, table.Remove(0, 10 * Page));
        AssertRegions(table, (20, 21, Protection.Read));
    }

    [Fact]
    public void AHoleIsNotMapped()
    {
        var table = new RegionTable(8);
        Insert(table, 0, 2, ReadWrite);
        Insert(table, 2, 3, Protection.Read);
        Insert(table, 4, 5, ReadWrite);
        Assert.True(table.IsMapped(0, 3 * Page));
        Assert.False(table.IsMapped(0, 5 * Page));
        Assert.False(table.IsMapped(3 * Page, 4 * Page));
        Assert.False(table.IsMapped(4 * Page, 6 * Page));
    }

    [Theory]
    [InlineData(1UL, 99UL)]
    [InlineData(2UL, 88UL)]
    [InlineData(40UL, 50UL)]
    public void TheHighestGapThatFitsIsFound(ulong pages, ulong expected)
    {
        var table = new RegionTable(8);
        Insert(table, 40, 50, ReadWrite);
        Insert(table, 90, 99, ReadWrite);
        Insert(table, 100, 200, ReadWrite);
        Assert.True(table.FindGap(2 * Page, 100 * Page, pages * Page, out ulong start));
        Assert.Equal(expected, start / Page);
    }

    [Fact]
    public void AGapBelowTheFloorDoesNotCount()
    {
        var table = new RegionTable(8);
        Insert(table, 40, 100, ReadWrite);
        Assert.True(table.FindGap(2 * Page, 100 * Page, 38 * Page, out ulong start));
        Assert.Equal(2 * Page, start);
        Assert.False(table.FindGap(2 * Page, 100 * Page, 39 * Page, out _));
        Assert.False(table.FindGap(2 * Page, 100 * Page, 1000 * Page, out _));
    }

    private static void Insert(RegionTable table, ulong first, ulong end, Protection protection)
    {
        Assert.True(table.IsFree(first * Page, end * Page));
        Assert.Equal(Errno.None, table.Insert(first * Page, end * Page, protection, RegionName.Anonymous));
    }

    private static void AssertRegions(RegionTable table, params (ulong First, ulong End, Protection Protection)[] expected)
    {
        var actual = new (ulong, ulong, Protection)[table.Count];
        for (int index = 0; index < table.Count; index++)
        {
            actual[index] = (table[index].Start / Page, table[index].End / Page, table[index].Protection);
        }

        Assert.Equal(expected, actual);
    }
}
