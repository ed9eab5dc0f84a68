// What becomes of a memory map whose entries touch, overlap, or are cut in the middle of a page.
namespace Boot.Tests;

using System.Collections.Generic;
using System.Linq;
using Kernel.Boot;
using Kernel.Memory;
using Xunit;

public sealed unsafe class BootMemoryTests
{
    private const ulong Mebibyte = 1 << 20;

    [Fact]
    public void NoPageIsReadableTwice()
    {
        IEnumerable<(ulong Start, ulong End)> ranges = Readable(
            Entry(0, 16 * Mebibyte),
            Entry(Mebibyte, 3 * Mebibyte),
            Entry((8 * Mebibyte) + 100, 16 * Mebibyte),
            Entry(16 * Mebibyte, Mebibyte, MemoryType.Acpi));

        Assert.Equal((24 * Mebibyte) + PageSize.Bytes, ranges.Aggregate(0ul, (sum, range) => sum + range.End - range.Start));
        (ulong Start, ulong End)[] sorted = [.. ranges.OrderBy(range => range.Start)];
        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void TablesInTheMiddleOfAPageAreReadable()
    {
        Assert.Equal([(0x7FE0000ul, 0x7FE2000ul)], Readable(Entry(0x7FE0123, 0x1000, MemoryType.Acpi)));
    }

    [Fact]
    public void DevicesAreNotReadable() => Assert.Empty(Readable(Entry(0xFEC00000, 0x1000, MemoryType.Reserved)));

    /// <summary>A domain of Xen with maxmem above memory: whoever touches more pages than that is ended.</summary>
    [Theory]
    [InlineData(ulong.MaxValue, 196)]
    [InlineData(200 * Mebibyte, 196)]
    [InlineData(64 * Mebibyte, 64 - 4 - 2)]
    [InlineData(5 * Mebibyte, 0)]
    public void OfRamThatIsOnlyPromisedTheLowestPagesAreUsed(ulong limit, ulong free)
    {
        MemoryMapEntry[] entries =
        [
            Entry(0, 200 * Mebibyte), Entry(0xFEFF8000, 0x8000, MemoryType.Reserved), Entry(0xFC000000, (2 * Mebibyte) - 0x8000, MemoryType.Acpi),
        ];
        fixed (MemoryMapEntry* map = entries)
        {
            BootRecord record = new()
            {
                MemoryMap = map, MemoryMapCount = entries.Length, ImageStart = PageSize.Bytes, ImageEnd = 4 * Mebibyte,
            };
            PhysicalRanges ranges = BootMemory.FindFreeRanges(new BootInformation(&record), limit);
            Assert.Equal(free * Mebibyte, ranges.TotalBytes);
            Assert.Equal(free == 0 ? 0 : (4 + free) * Mebibyte, ranges.HighestEnd);
        }
    }

    private static List<(ulong Start, ulong End)> Readable(params MemoryMapEntry[] entries)
    {
        fixed (MemoryMapEntry* map = entries)
        {
            BootRecord record = new() { MemoryMap = map, MemoryMapCount = entries.Length };
            PhysicalRanges ranges = BootMemory.FindReadableRanges(new BootInformation(&record));
            return [.. Enumerable.Range(0, ranges.Count).Select(index => (ranges.StartOf(index), ranges.EndOf(index)))];
        }
    }

    private static MemoryMapEntry Entry(ulong address, ulong length, MemoryType type = MemoryType.Ram) =>
        new() { Address = address, Length = length, Type = type };
}
