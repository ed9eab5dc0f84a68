// Describes a folder's whole content as text, so that two folders can be compared. Used by LinuxOracle.
namespace Qemu.Tests.Oracle;

using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Qemu.Tests.Running;

internal static class FolderListing
{
    // Folders: name, mode, owner and links. All else: type, size and target too, and after the tab the time of change.
    private const string Script = """
        cd "$1" || exit 1
        skip='-path ./dev -o -path ./proc -o -path ./sys'
        find . -mindepth 1 \( $skip \) -prune -o -type d -printf '%P d %m %U:%G %n\t%T@\0' -o \
            -printf '%P %y %m %U:%G %n %s %l\t%T@\0' | sort -z
        find . \( $skip \) -prune -o -type f -print0 | sort -z | xargs -0r sha256sum -z
        """;

    public static string Of(string root)
    {
        Outcome outcome = HostProcess.Run("/bin/bash", ["-c", Script, "list", root]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        long recent = DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeSeconds();
        return string.Join('\n', Encoding.Latin1.GetString(outcome.Output).Split('\0').Select(line => WithTime(line, recent)));
    }

    /// <summary>A time that a program has set counts exactly; "now" differs between two runs and only counts as such.</summary>
    private static string WithTime(string line, long recent)
    {
        int tab = line.LastIndexOf('\t');
        if (tab < 0)
        {
            return line;
        }

        bool isRecent = double.Parse(line[(tab + 1)..], CultureInfo.InvariantCulture) > recent;
        return isRecent ? line[..tab] + " recent" : line;
    }
}
