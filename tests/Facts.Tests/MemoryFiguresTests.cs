// Which of Linux's categories each region counts in.
namespace Facts.Tests;

using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process.Facts;
using Xunit;

public sealed class MemoryFiguresTests
{
    [Fact]
    public void RegionCountsByWhatCanBeDoneWithIt()
    {
        RegionTable regions = new(16);
        Add(regions, 0x400000, 0x3000, Protection.Read | Protection.Execute, RegionName.Program);
        Add(regions, 0x500000, 0x2000, Protection.Read | Protection.Write, RegionName.Program);
        Add(regions, 0x600000, 0x4000, Protection.Read | Protection.Write, RegionName.Heap);
        Add(regions, 0x700000, 0x5000, Protection.Read | Protection.Execute, RegionName.Anonymous);
        Add(regions, 0x800000, 0x6000, Protection.Read, RegionName.File);
        Add(regions, 0x10000000, 1UL << 38, Protection.None, RegionName.Anonymous);
        Add(regions, 0x7FFF_FF00_0000, 0x8000, Protection.All, RegionName.Stack);

        MemoryFigures memory = MemoryFigures.Of(regions, 11);
        Assert.Equal((1UL << 38) + 0x1C000, memory.Virtual);
        Assert.Equal(11UL * 4096, memory.Resident);
        Assert.Equal(0x3000UL, memory.Code);
        Assert.Equal(0x6000UL, memory.Writable);
        Assert.Equal(0x5000UL, memory.Libraries);
        Assert.Equal(0x8000UL, memory.Stack);
    }

    private static void Add(RegionTable regions, ulong start, ulong length, Protection protection, RegionName name) =>
        Assert.Equal(Errno.None, regions.Insert(start, start + length, protection, name));
}
