// Runs a program of a share on this Linux, with the share as its root: the expected result of the run in the VM.
namespace Qemu.Tests.Oracle;

using System;
using System.Collections.Generic;
using Qemu.Tests.Running;

internal static class NativeRun
{
    // In a mount namespace of its own, so that /dev and /proc vanish with the program.
    private const string Script = """
        root=$1
        mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" || exit 99
        umask 022
        exec /usr/bin/env -i "${@:2}"
        """;

    private const string ScriptInHostsRoot = """
        mount --bind "$1" /tmp || exit 99
        umask 022
        exec /usr/bin/env -i "${@:2}"
        """;

    // After env -i, so that the environment keeps its order. The program gets descriptors 0 to 2 and no more.
    private const string EnterRoot = "chroot shift or die; chdir shift or die; " + HostProcess.ExecuteAlone;

    /// <summary>Why this host cannot run programs natively; null when it can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    public static Outcome Run(string root, string[] environment, string folder, byte[]? input, params string[] app)
    {
        IEnumerable<string> arguments = ["-m", "/bin/bash", "-c", Script, "native", root];
        return HostProcess.Run(
            "/usr/bin/unshare", [.. arguments, .. environment, "/usr/bin/perl", "-e", EnterRoot, root, folder, .. app], input);
    }

    /// <summary>Runs a program of this host in its own root, where /tmp is the given folder.</summary>
    public static Outcome RunInHostsRoot(string work, string[] environment, byte[]? input, int seconds, params string[] app)
    {
        IEnumerable<string> arguments = ["-m", "/bin/bash", "-c", ScriptInHostsRoot, "native", work];
        return HostProcess.Run(
            "/usr/bin/unshare", [.. arguments, .. environment, "/usr/bin/perl", "-e", EnterRoot, "/", "/tmp", .. app], input, seconds);
    }

    private static string? FindObstacle()
    {
        if (Environment.UserName != "root")
        {
            return "the native run needs root for chroot";
        }

        return HostProcess.Run("/usr/bin/unshare", ["-m", "mount", "--rbind", "/dev", "/dev"]).ExitCode == 0
            ? null
            : "the native run needs a mount namespace, and this host refuses one";
    }
}
