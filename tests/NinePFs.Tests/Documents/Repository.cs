// The source tree that these tests were built from, for those that hold the documents to it.
namespace NinePFs.Tests.Documents;

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The C# files below a folder, without what builds leave there.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"));

    /// <summary>The cells of every table row of a document, header and rule left out.</summary>
    public static List<string[]> Rows(string document) =>
        File.ReadAllLines(Path.Combine(Root, document))
            .Where(line => line.StartsWith("| ") && !line.StartsWith("|---"))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .ToList();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests do not run within the repository");
    }
}
