// What of signals and the vDSO is this kernel's own: what it says, what it refuses, what it saves.
namespace Qemu.Tests.Kernel;

using Qemu.Tests.Running;

public sealed class SignalTests
{
    [Theory]
    [InlineData("19")]
    [InlineData("20")]
    [InlineData("22")]
    public void StopSignalsAreIgnoredWithALine(string signal)
    {
        Outcome outcome = Run("die", signal);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("before\nafter\n", outcome.OutputText);
        Assert.Single(outcome.ErrorLines, line => line.Contains("a stop signal is ignored"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(34)]
    [InlineData(64)]
    public void SignalsWithoutAHandlerEndTheProcess(int signal) => Assert.Equal(128 + signal, Run("die", signal.ToString()).ExitCode);

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(23)]
    [InlineData(28)]
    public void SignalsThatAreIgnoredByDefaultDoNot(int signal) => Assert.Equal(0, Run("die", signal.ToString()).ExitCode);

    [Theory]
    [InlineData("vdso")]
    [InlineData("vdso-glibc")]
    public void TimeCostsNoSyscall(string program)
    {
        Outcome outcome = Run(program, "100000");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.InRange(Statistics.Of(outcome)["syscalls"], 100, 2000);
    }

    private static Outcome Run(string program, params string[] arguments)
    {
        using var share = new GuestShare().With(program);
        return new VirtualMachine { Share = share.Root, Options = ["--stats"] }.Run(["/" + program, .. arguments]);
    }
}
