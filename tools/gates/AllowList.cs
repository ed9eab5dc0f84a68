// A text file of names with * for any text, one to a line, # for comments: what a gate lets pass.
namespace Gates;

using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;

public sealed class AllowList(IEnumerable<string> lines)
{
    private readonly string[] _patterns = [.. lines
        .Select(line => line.Split('#')[0].Trim())
        .Where(line => line.Length != 0)];

    public static AllowList Read(string path) => new(File.ReadLines(path));

    public bool Contains(string name) => _patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
