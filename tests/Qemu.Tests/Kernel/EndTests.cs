// How apps end: their own exit codes, signals with one line that says where, and unknown syscalls on the way.
namespace Qemu.Tests.Kernel;

using Qemu.Tests.Running;

public sealed class EndTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(200)]
    [InlineData(255)]
    public void ExitCodeIsTheAppsOwn(int code) => Assert.Equal(code, Run("exitcode", code.ToString()).ExitCode);

    [Theory]
    [InlineData("null", 11, "SIGSEGV", "0x0")]
    [InlineData("wild", 11, "SIGSEGV", "7000deadb000")]
    [InlineData("kernel", 11, "SIGSEGV", "/die")]
    [InlineData("write", 11, "SIGSEGV", "/die")]
    [InlineData("execute", 11, "SIGSEGV", "/die")]
    [InlineData("overflow", 11, "SIGSEGV", "/die")]
    [InlineData("privileged", 11, "SIGSEGV", "/die")]
    [InlineData("compat", 11, "SIGSEGV", "/die")]
    [InlineData("illegal", 4, "SIGILL", "/die")]
    [InlineData("divide", 8, "SIGFPE", "/die")]
    [InlineData("abort", 6, "SIGABRT", "/die")]
    [InlineData("15", 15, "SIGTERM", "/die")]
    [InlineData("9", 9, "SIGKILL", "/die")]
    public void SignalIs128MoreAndNamed(string how, int signal, string name, string mentioned)
    {
        Outcome outcome = Run("die", how);
        Assert.True(outcome.ExitCode == 128 + signal, outcome.ToString());
        Assert.Equal("before\n", outcome.OutputText);
        string line = Assert.Single(outcome.ErrorLines);
        Assert.Contains(name, line);
        Assert.Contains(mentioned, line);
    }

    [Fact]
    public void UnknownSyscallIsLoggedOnceWithItsName()
    {
        Outcome outcome = Run("unknown");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines, line => line.Contains("kexec_load"));
        Assert.Single(outcome.ErrorLines, line => line.Contains("4000"));
    }

    [Fact]
    public void OutputWaitsForASlowReader()
    {
        using var share = new GuestShare().With("output");
        Outcome outcome = HostProcess.Run("/bin/sh",
        [
            "-c", "\"$0\" \"$@\" | { sleep 6; wc -c; }", Clone.RunScript, "--kernel", Clone.Kernel, "--share", share.Root,
            "--timeout", "60", "--", "/output", "400000",
        ]);
        Assert.Equal("400000", outcome.OutputText.Trim());
    }

    [Fact]
    public void PanicIs125WithTheNamesOfTheCallers()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--append", "crash=1"] }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Single(outcome.ErrorLines, line => line.StartsWith("panic: "));
        Assert.Contains(outcome.ErrorLines, line => line.StartsWith("  at Kernel.KernelMain.Start+0x"));
    }

    [Fact]
    public void TimeOutIs124()
    {
        using var share = new GuestShare().With("busybox");
        Outcome outcome = new VirtualMachine { Share = share.Root, TimeoutSeconds = 2 }.Run("/busybox", "sleep", "60");
        Assert.Equal(124, outcome.ExitCode);
    }

    private static Outcome Run(string program, params string[] arguments)
    {
        using var share = new GuestShare().With(program);
        return new VirtualMachine { Share = share.Root }.Run(["/" + program, .. arguments]);
    }
}
