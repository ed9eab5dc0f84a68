// The testbed of tools/xen that the tests run in: whether it can be had, and machines in it. Used by every test of this project.
namespace XenVm.Tests.Testbed;

using System;
using System.IO;
using System.Linq;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

internal static class XenTestbed
{
    // What make-testbed.sh ends with when Debian's packages are out of reach.
    private const int PackagesMissing = 3;

    public static string RunScript => Path.Combine(Clone.Root, "tools/xen/run.sh");

    /// <summary>Why there is no Xen here; null when there is, or when building it failed, which is for the tests to report.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    public static string? OracleObstacle => Obstacle ?? NativeRun.Obstacle;

    /// <summary>A guest of Xen instead of a VM of QEMU's.</summary>
    public static VirtualMachine Machine => new() { Script = RunScript, LogPrefix = "xen-" };

    public static LinuxOracle Oracle(Action<GuestShare> prepare, params string[] environment) =>
        new(prepare) { Machine = Machine, Environment = environment };

    private static string? FindObstacle()
    {
        Outcome outcome = HostProcess.Run(Path.Combine(Clone.Root, "tools/xen/make-testbed.sh"), [], seconds: 600);
        return outcome.ExitCode == PackagesMissing ? outcome.ErrorLines.Last() : null;
    }
}
