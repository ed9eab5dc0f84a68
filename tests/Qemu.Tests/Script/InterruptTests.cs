// Ctrl-C and kill end the VM, and leave neither processes nor files behind.
namespace Qemu.Tests.Script;

using Qemu.Tests.Running;

public sealed class InterruptTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    public void SignalEndsTheVm(string signal, int code)
    {
        using var session = new ScriptSession(
            Clone.RunScript, "--kernel", Clone.ScriptKernel, "--share", "/tmp", "--timeout", "60", "--", "/x", "out", "begun", "hang");
        Assert.Equal('b', session.ReadOutput());
        Assert.Equal(code, session.End(signal));
        Assert.Empty(session.RemainingProcesses());
        if (signal != "KILL")
        {
            Assert.Empty(session.RemainingFiles());
        }
    }
}
