// File and line of an address, from the kernel's DWARF; asks binutils' addr2line once for all.
namespace Symbolizer;

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

public static class SourceLines
{
    public static Dictionary<ulong, string> Find(string kernel, IEnumerable<ulong> addresses)
    {
        ulong[] asked = [.. addresses];
        Dictionary<ulong, string> lines = [];
        if (asked.Length == 0)
        {
            return lines;
        }

        ProcessStartInfo start = new("addr2line", ["-e", kernel, .. asked.Select(address => $"0x{address:x}")]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        foreach (ulong address in asked)
        {
            string? line = process.StandardOutput.ReadLine();
            if (line is not null && !line.StartsWith('?') && !line.EndsWith(":?") && !line.EndsWith(":0"))
            {
                lines[address] = Clean(line);
            }
        }

        process.WaitForExit();
        return lines;
    }

    /// <summary>Paths are recorded from the root of the tree; addr2line may put the folder of the build before them and remarks behind.</summary>
    private static string Clean(string line)
    {
        int root = line.LastIndexOf("/./", StringComparison.Ordinal);
        string path = root >= 0 ? line[(root + 3)..] : line;
        path = path.StartsWith("./") ? path[2..] : path;
        return path.Split(' ')[0];
    }
}
