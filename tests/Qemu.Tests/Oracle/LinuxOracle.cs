// Linux is the oracle: runs a program natively and in the VM, each on a share of its own, and compares what is left.
namespace Qemu.Tests.Oracle;

using System;
using System.Linq;
using Qemu.Tests.Running;

/// <summary>One program run twice. Both shares are prepared by the same code.</summary>
internal sealed class LinuxOracle : IDisposable
{
    private readonly GuestShare _native = new();
    private readonly GuestShare _guest = new();

    public LinuxOracle(Action<GuestShare> prepare)
    {
        try
        {
            prepare(_native);
            prepare(_guest);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the second run takes place.</summary>
    public VirtualMachine Machine { get; init; } = new();

    public string[] Environment { get; init; } = [];

    public string Folder { get; init; } = "/";

    public byte[]? Input { get; init; }

    public string[] Options { get; init; } = [];

    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Asserts the same stdout, exit code and resulting tree; gives back what the VM did.</summary>
    public Outcome AssertSame(params string[] app)
    {
        Outcome native = NativeRun.Run(_native.Root, Environment, Folder, Input, app);
        Assert.True(native.ExitCode != 99 && native.ExitCode != 127, "the native run did not start: " + native);
        VirtualMachine machine = Machine with
        {
            Share = _guest.Root,
            Input = Input,
            TimeoutSeconds = TimeoutSeconds,
            Options =
            [
                .. Machine.Options, .. Environment.SelectMany(variable => (string[])["--env", variable]), "--cwd", Folder, "--stats", .. Options,
            ],
        };
        Outcome guest = machine.Run(app);
        Comparison.AssertSame(native, _native.Root, guest, _guest.Root);
        return guest;
    }

    public void Dispose()
    {
        _native.Dispose();
        _guest.Dispose();
    }
}
