// Rule walks-stay-short: the life of a read(2) in ARCHITECTURE.md is a walk through nine files that one can read.
namespace Gates.Tests;

using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using global::Tests.Shared;
using Xunit;

public sealed partial class ReadPathTests
{
    private const int MostSteps = 9;

    /// <summary>Where a review asks whether a file is two.</summary>
    private const int LongestFile = 300;

    [Fact]
    public void TheLifeOfAReadDoesNotGetLonger()
    {
        string text = File.ReadAllText(Path.Combine(SampleCompiler.Root, "ARCHITECTURE.md"));
        string section = text.Split("\n## ").Single(part => part.StartsWith("Life of a read(2)"));
        string[] files = [.. Step().Matches(section).Select(match => match.Groups[1].Value)];
        Assert.InRange(files.Length, 1, MostSteps);
        Assert.All(files, file => Assert.InRange(File.ReadLines(Path.Combine(SampleCompiler.Root, file)).Count(), 1, LongestFile));
    }

    /// <summary>A row of the table: its number, and the file that stands first in it.</summary>
    [GeneratedRegex(@"(?m)^\| \d+ \| `([^`]+)`")]
    private static partial Regex Step();
}
