// Runs a program of this host natively and in a VM whose root is the host's, read-only. Both get an empty folder as /tmp.
namespace Qemu.Tests.Oracle;

using System;
using System.IO;
using System.Linq;
using Qemu.Tests.Running;

/// <summary>One program run twice. Both /tmp are prepared by the same code, which gets the folder's path.</summary>
internal sealed class HostOracle : IDisposable
{
    private readonly GuestShare _native = new();
    private readonly GuestShare _guest = new();

    public HostOracle(Action<string>? prepare = null)
    {
        prepare?.Invoke(Create(_native));
        prepare?.Invoke(Create(_guest));
    }

    public string[] Options { get; init; } = [];

    public byte[]? Input { get; init; }

    public int TimeoutSeconds { get; init; } = 120;

    /// <summary>The guest's /tmp, as the host sees it.</summary>
    public string GuestFolder => _guest["tmp"];

    private static string[] Variables => ["PATH=/usr/bin:/bin", "HOME=/tmp", "LANG=C", "TMPDIR=/tmp"];

    /// <summary>Asserts the same stdout, exit code and content of /tmp; gives back what the VM did.</summary>
    public Outcome AssertSame(params string[] program)
    {
        Outcome native = NativeRun.RunInHostsRoot(Create(_native), Variables, Input, TimeoutSeconds, program);
        Assert.True(native.ExitCode != 99 && native.ExitCode != 127, "the native run did not start: " + native);
        Outcome guest = Run(program);
        Comparison.AssertSame(native, _native["tmp"], guest, GuestFolder);
        return guest;
    }

    /// <summary>Runs the program in the VM only.</summary>
    public Outcome Run(params string[] program) => new VirtualMachine
    {
        Share = "/",
        Input = Input,
        TimeoutSeconds = TimeoutSeconds,
        Options =
        [
            "--mount", $"work={Create(_guest)}:/tmp", "--cwd", "/tmp",
            .. Variables.SelectMany(variable => (string[])["--env", variable]), "--stats", .. Options,
        ],
    }.Run(program);

    public void Dispose()
    {
        _native.Dispose();
        _guest.Dispose();
    }

    private static string Create(GuestShare share)
    {
        string folder = Directory.CreateDirectory(share["tmp"]).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b1_111_111_111);
        return folder;
    }
}
