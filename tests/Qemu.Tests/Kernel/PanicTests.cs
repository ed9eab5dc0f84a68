// A kernel panic: exit code 125, a backtrace with names on stderr, and tools/symbolize turns it into lines of C#.
namespace Qemu.Tests.Kernel;

using System.IO;
using Qemu.Tests.Running;

public sealed class PanicTests
{
    [Fact]
    public void Is125WithABacktraceThatLeadsToTheSource()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--append", "crash=1"] }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains("panic: ", outcome.ErrorText);
        Assert.Contains("at Kernel.KernelMain.Start", outcome.ErrorText);

        Outcome symbolized = HostProcess.Run(Path.Combine(Clone.Root, "tools/symbolize"), [Clone.Kernel], outcome.Errors);
        Assert.Equal(0, symbolized.ExitCode);
        Assert.Contains("kernel/KernelMain.cs:", symbolized.OutputText);
    }
}
