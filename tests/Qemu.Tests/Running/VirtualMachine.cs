// Runs a program in a VM the way a user does it: through ./qemu-run.sh, or tools/xen/run.sh, which has the same options.
// Used by every test of Qemu.Tests and XenVm.Tests.
namespace Qemu.Tests.Running;

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

/// <summary>The options of one run; each run is a VM of its own.</summary>
internal sealed record VirtualMachine
{
    private static int s_runs;

    public string Script { get; init; } = Clone.RunScript;

    /// <summary>Starts the names of files in out/test-logs.</summary>
    public string LogPrefix { get; init; } = string.Empty;

    /// <summary>The host folder that is the guest's root; null for none.</summary>
    public string? Share { get; init; }

    public string Kernel { get; init; } = Clone.Kernel;

    public string[] Options { get; init; } = [];

    public byte[]? Input { get; init; }

    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Runs the app; what happened is also in out/test-logs, for whoever looks into a failure.</summary>
    public Outcome Run(params string[] app)
    {
        Assert.True(File.Exists(Kernel), $"{Kernel} is missing: run ./test.sh, which builds it");
        var arguments = new List<string> { "--kernel", Kernel, "--timeout", TimeoutSeconds.ToString() };
        if (Share != null)
        {
            arguments.AddRange(["--share", Share]);
        }

        Outcome outcome = HostProcess.Run(
            Script, arguments.Concat(Options).Append("--").Concat(app), Input, TimeoutSeconds + 30);
        Directory.CreateDirectory(Clone.Logs);
        string name = string.Concat(string.Join(' ', app).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        string log = $"{LogPrefix}{Interlocked.Increment(ref s_runs):D3}-{name[..System.Math.Min(name.Length, 60)]}.log";
        File.WriteAllText(Path.Combine(Clone.Logs, log), outcome.ToString());
        return outcome;
    }
}
