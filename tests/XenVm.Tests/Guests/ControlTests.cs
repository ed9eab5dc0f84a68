// What an administrator does to a running guest with xl(1): shutdown, reboot, destroy, pause, sysrq, and a save that is refused.
namespace XenVm.Tests.Guests;

using System.IO;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class ControlTests
{
    [XenFact]
    public void ShutdownEndsAnAppThatDoesNotCareBySigterm()
    {
        using var log = new RunLog();
        Outcome outcome = Run(log, "xl shutdown guest", ["--stats"], ": >/begun; exec /busybox sleep 100");
        Assert.True(outcome.ExitCode == 143, outcome.ToString() + log);
        Assert.Contains(outcome.ErrorLines, line => line.Contains("killed by SIGTERM"));
        Assert.Equal(RunLog.PowerOff, log.ShutdownReason);
        Statistics.Of(outcome).AssertNothingIsLeft();
    }

    /// <summary>It computes all the time, so the request has to interrupt it.</summary>
    [XenFact]
    public void RebootLetsAnAppThatHandlesSigtermFinish()
    {
        using var log = new RunLog();
        Outcome outcome = Run(log, "xl reboot guest", [], "trap 'echo over; exit 3' TERM; : >/begun; while :; do :; done");
        Assert.True(outcome.ExitCode == 3, outcome.ToString() + log);
        Assert.Equal("over\n", outcome.OutputText);
        Assert.Equal(RunLog.Reboot, log.ShutdownReason);
    }

    /// <summary>The node that xl save writes, waits for, and takes back: the testbed has none of its helper programs.</summary>
    [XenFact]
    public void ASaveIsRefusedAndPauseAndSysrqChangeNothing()
    {
        using var log = new RunLog();
        Outcome outcome = Run(
            log,
            """
            xl pause guest; sleep 2; xl unpause guest
            xl sysrq guest s
            xenstore-write $guest/control/shutdown suspend
            sleep 1
            say "left: $(xenstore-read $guest/control/shutdown)"
            xenstore-write $guest/control/shutdown ""
            : >/share/0/over
            """,
            [],
            ": >/begun; until [ -e /over ]; do :; done; echo fine");
        Assert.True(outcome.ExitCode == 0, outcome.ToString() + log);
        Assert.Equal("fine\n", outcome.OutputText);
        Assert.Equal("xen: this domain cannot be suspended, saved or migrated: refused", Assert.Single(outcome.ErrorLines));
        Assert.Contains(log.Lines, line => line.Contains("left: suspend"));
    }

    [XenFact]
    public void ADestroyedGuestIsAnErrorThatSaysSo()
    {
        using var log = new RunLog();
        Outcome outcome = Run(log, "xl destroy guest", [], ": >/begun; exec /busybox sleep 100");
        Assert.True(outcome.ExitCode == 125, outcome.ToString() + log);
        Assert.Equal("tools/xen/run.sh: the guest was destroyed", Assert.Single(outcome.ErrorLines));
    }

    /// <param name="commands">What dom0 runs once the file /begun is there.</param>
    private static Outcome Run(RunLog log, string commands, string[] options, string script)
    {
        using GuestShare share = new GuestShare().With("busybox"), hooks = new GuestShare();
        File.WriteAllText(
            hooks["hooks"], $"beside() {{\nuntil [ -e /share/0/begun ]; do usleep 20000; done\n{commands}\n}}\n");
        return (XenTestbed.Machine with
        {
            Share = share.Root,
            Options = ["--hooks", hooks["hooks"], .. log.Option, .. options],
        }).Run("/busybox", "sh", "-c", script);
    }
}
