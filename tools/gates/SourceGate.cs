// Rules file-size and safe-mid-layers: what the text of the sources must keep to.
namespace Gates;

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

public static partial class SourceGate
{
    private const int LineLimit = 500;

    private static readonly string[] SourceFolders = ["kernel", "drivers", "vfs", "ninepfs", "boot", "tools", "tests", "samples"];
    private static readonly string[] SafeFolders = ["vfs", "ninepfs", "kernel/Abi"];

    public static IEnumerable<Violation> Check(string root) =>
        SourceFolders.SelectMany(folder => Files(root, folder)).SelectMany(file => CheckFile(file.Name, File.ReadAllLines(file.Path)));

    /// <param name="name">The path below the root, with slashes.</param>
    public static IEnumerable<Violation> CheckFile(string name, string[] lines)
    {
        if (lines.Length > LineLimit && !name.EndsWith(".g.cs"))
        {
            yield return new("file-size", $"{name}({LineLimit + 1})", $"{lines.Length} lines; split it, no file has more than {LineLimit}");
        }

        if (name.EndsWith(".cs") && SafeFolders.Any(folder => name.StartsWith(folder + "/")))
        {
            for (int i = 0; i < lines.Length; i++)
            {
                Match match = Unsafe().Match(Comment().Replace(lines[i], string.Empty));
                if (match.Success)
                {
                    yield return new("safe-mid-layers", $"{name}({i + 1})", $"'{match.Value}' in a layer that is safe C#; unsafe code lives in kernel/ and drivers/");
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Path)> Files(string root, string folder)
    {
        string start = Path.Combine(root, folder);
        if (!Directory.Exists(start))
        {
            return [];
        }

        return Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs") || path.EndsWith(".S"))
            .Select(path => (Name: Path.GetRelativePath(root, path).Replace('\\', '/'), Path: path))
            .Where(file => !file.Name.Contains("/obj/") && !file.Name.Contains("/bin/"));
    }

    [GeneratedRegex(@"\bunsafe\b|\bUnsafe\.|\bMemoryMarshal\b|\bGCHandle\b")]
    private static partial Regex Unsafe();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
