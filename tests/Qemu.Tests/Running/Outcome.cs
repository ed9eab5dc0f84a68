// What a program left behind when it ended, in the VM or natively; made by HostProcess.
namespace Qemu.Tests.Running;

using System.Collections.Generic;
using System.Linq;
using System.Text;

internal sealed record Outcome(string Command, int ExitCode, byte[] Output, byte[] Errors)
{
    /// <summary>Bytes as characters, one for one, so that a failed comparison shows where they differ.</summary>
    public string OutputText => Encoding.Latin1.GetString(Output);

    public string ErrorText => Encoding.UTF8.GetString(Errors);

    public IReadOnlyList<string> ErrorLines => ErrorText.Split('\n').Where(line => line.Length > 0).ToList();

    /// <summary>Refused before anything started: exit code 125, nothing on stdout, one line on stderr that begins with the script's name.</summary>
    public void AssertRefused(string script, string message)
    {
        Assert.Equal(125, ExitCode);
        Assert.Empty(Output);
        string line = Assert.Single(ErrorLines);
        Assert.StartsWith(script + ": ", line);
        Assert.Contains(message, line);
    }

    public override string ToString() =>
        $"{Command}\nexit code {ExitCode}\n--- stdout\n{Encoding.UTF8.GetString(Output)}\n--- stderr\n{ErrorText}\n";
}
