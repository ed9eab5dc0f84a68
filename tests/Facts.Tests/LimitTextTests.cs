// /proc/self/limits as proc(5) shows it.
namespace Facts.Tests;

using Kernel.Process;
using Kernel.Process.Facts;
using Xunit;

public sealed class LimitTextTests
{
    [Fact]
    public void LimitsStandInColumns()
    {
        var limits = new ResourceLimits(256 << 20, 32, 1024, 64);
        string[] lines = Text.Of(text => LimitText.Write(limits, text)).Split('\n');
        Assert.Equal(18, lines.Length);
        Assert.Equal("Limit                     Soft Limit           Hard Limit           Units     ", lines[0]);
        Assert.Equal("Max cpu time              unlimited            unlimited            seconds   ", lines[1]);
        Assert.Equal("Max open files            1024                 1024                 files     ", lines[8]);
        Assert.Equal("Max nice priority         0                    0                    ", lines[14]);
    }
}
