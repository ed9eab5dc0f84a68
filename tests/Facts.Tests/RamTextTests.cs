// The columns of /proc/meminfo, which free(1) and .NET scan.
namespace Facts.Tests;

using System.Linq;
using Kernel.Process.Facts;
using Xunit;

public sealed class RamTextTests
{
    private static readonly RamFigures Ram = new()
    {
        Total = 24684092ul << 10, Free = 21779104ul << 10, Files = 11756 << 10, Stacks = 96 << 10, Promised = 8ul << 40,
    };

    private static readonly string[] Lines = Text.Of(text => RamText.Write(in Ram, text)).Split('\n');

    [Theory]
    [InlineData("MemTotal:       24684092 kB")]
    [InlineData("MemFree:        21779104 kB")]
    [InlineData("MemAvailable:   21779104 kB")]
    [InlineData("Buffers:               0 kB")]
    [InlineData("Cached:            11756 kB")]
    [InlineData("SwapTotal:             0 kB")]
    [InlineData("Shmem:             11756 kB")]
    [InlineData("SReclaimable:          0 kB")]
    [InlineData("KernelStack:          96 kB")]
    [InlineData("Committed_AS:   8589934592 kB")]
    [InlineData("HugePages_Total:       0")]
    [InlineData("Hugepagesize:       2048 kB")]
    public void LineIsThatOfLinux(string line) => Assert.Contains(line, Lines);

    [Fact]
    public void FirstThreeLinesAreWhereOldProgramsReadThem() =>
        Assert.Equal(["MemTotal", "MemFree", "MemAvailable"], Lines.Take(3).Select(line => line.Split(':')[0]));

    [Fact]
    public void EveryLineIsLabelAndNumber() =>
        Assert.All(Lines[..^1], line => Assert.Matches(@"^\w+: +\d+( kB)?$", line));
}
