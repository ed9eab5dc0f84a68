// Memory as xl.cfg gives it to a guest.
namespace XenVm.Tests.Guests;

using System.IO;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class MemoryTests
{
    /// <summary>Xen ends a domain that touches more than memory= of what maxmem= promises.</summary>
    [XenFact]
    public void OfMemoryThatIsOnlyPromisedNothingIsUsed()
    {
        using GuestShare share = new GuestShare().With("busybox"), hooks = new GuestShare();
        File.WriteAllText(
            hooks["hooks"], "before() { sed -i 's/^memory=.*/memory=32\\nmaxmem=200/' /control/guest.cfg; }\n");
        using var log = new RunLog();
        Outcome outcome = (XenTestbed.Machine with { Share = share.Root, Options = ["--hooks", hooks["hooks"], .. log.Option] })
            .Run("/busybox", "sh", "-c", "x=0123456789abcdef; while :; do x=$x$x; done");
        Assert.True(outcome.ExitCode == 137, outcome.ToString() + log);
        Assert.Contains("out of memory", Assert.Single(outcome.ErrorLines));
        Assert.Equal(RunLog.PowerOff, log.ShutdownReason);
    }
}
