// How guests of Xen end: the app's exit code through the store, and the reason that Xen is told.
namespace XenVm.Tests.Guests;

using System.Linq;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class EndTests
{
    [XenTheory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(255)]
    public void AnAppThatEndsIsAPowerOff(int code)
    {
        using GuestShare share = new GuestShare().With("exitcode");
        AssertEnd(share, RunLog.PowerOff, code, [], "/exitcode", code.ToString());
    }

    [XenFact]
    public void AnAppThatIsKilledIsAPowerOffToo()
    {
        using GuestShare share = new GuestShare().With("die");
        Outcome outcome = AssertEnd(share, RunLog.PowerOff, 139, [], "/die", "null");
        Assert.Contains("SIGSEGV", Assert.Single(outcome.ErrorLines));
    }

    [XenFact]
    public void AnAppThatIsNotThereIsAPowerOffToo()
    {
        using var share = new GuestShare();
        AssertEnd(share, RunLog.PowerOff, 127, [], "/missing");
    }

    [XenFact]
    public void APanicIsACrash()
    {
        using GuestShare share = new GuestShare().With("hello");
        Outcome outcome = AssertEnd(share, RunLog.Crash, 125, ["--append", "crash=1"], "/hello");
        Assert.Empty(outcome.Output);
        Assert.Single(outcome.ErrorLines, line => line.StartsWith("panic: "));
        Assert.Contains(outcome.ErrorLines, line => line.StartsWith("  at Kernel.KernelMain.Start+0x"));
    }

    [XenFact]
    public void AWrongTagListsTheTagsThereAre()
    {
        using GuestShare share = new GuestShare().With("hello");
        Outcome outcome = AssertEnd(
            share, RunLog.PowerOff, 125, ["--mount", "more=/usr:ro:/tmp", "--append", "root=missing"], "/hello");
        Assert.EndsWith("the VM has: root, more", Assert.Single(outcome.ErrorLines));
    }

    [XenFact]
    public void TimeOutIs124()
    {
        using GuestShare share = new GuestShare().With("busybox");
        Outcome outcome = (XenTestbed.Machine with { Share = share.Root, TimeoutSeconds = 5 }).Run("/busybox", "sleep", "60");
        Assert.Equal(124, outcome.ExitCode);
    }

    private static Outcome AssertEnd(GuestShare share, int reason, int code, string[] options, params string[] app)
    {
        using var log = new RunLog();
        Outcome outcome = (XenTestbed.Machine with { Share = share.Root, Options = [.. log.Option, .. options] }).Run(app);
        Assert.True(outcome.ExitCode == code, outcome.ToString() + log);
        Assert.Equal(reason, log.ShutdownReason);
        return outcome;
    }
}
