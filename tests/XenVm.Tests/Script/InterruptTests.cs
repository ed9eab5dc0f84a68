// Ctrl-C and kill end Xen, dom0 and the guest, and leave neither processes nor files behind.
namespace XenVm.Tests.Script;

using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class InterruptTests
{
    [XenTheory]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public void SignalEndsTheTestbed(string signal, int code)
    {
        using GuestShare share = new GuestShare().With("busybox");
        using var session = new ScriptSession(
            XenTestbed.RunScript, "--kernel", Clone.Kernel, "--share", share.Root, "--timeout", "60",
            "--", "/busybox", "sh", "-c", "echo begun; read line");
        Assert.Equal('b', session.ReadOutput());
        Assert.Equal(code, session.End(signal));
        Assert.Empty(session.RemainingProcesses());
        if (signal != "KILL")
        {
            Assert.Empty(session.RemainingFiles());
        }
    }
}
