// The script with Linux as the guest, which shows what is the testbed's part and what is our kernel's.
namespace XenVm.Tests.Script;

using System.IO;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class LinuxGuestTests
{
    [XenFact]
    public void LinuxRunsAProgramOfTheShareAndReportsItsExitCode()
    {
        using GuestShare share = new GuestShare().With("busybox");
        using var log = new RunLog();
        Outcome outcome = (XenTestbed.Machine with { Share = share.Root, Options = ["--linux", .. log.Option] })
            .Run("/busybox", "sh", "-c", "echo hello; echo back >/tmp/file; exit 42");
        Assert.True(outcome.ExitCode == 42, outcome.ToString() + log);
        Assert.Equal("hello\n", outcome.OutputText);
        Assert.Equal("back\n", File.ReadAllText(share["tmp/file"]));
        Assert.Equal(RunLog.PowerOff, log.ShutdownReason);
    }
}
