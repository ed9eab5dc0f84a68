// docs/compat/ninep.md and faults.md say what is true: every message as the sources use it, every fault with tests that exist.
namespace NinePFs.Tests.Documents;

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NinePFs.Wire;
using Xunit;

public sealed class CompatibilityTests
{
    private static readonly string[] s_faults =
    [
        .. Numbered("R", 14), .. Numbered("V", 3), "A1", .. Numbered("W", 6), .. Numbered("O", 3), .. Numbered("G", 3),
        .. Numbered("D", 11), "L1", "S1", "C1", "C2", "E1", "E3", .. Numbered("Q", 21), .. Numbered("B", 19),
        .. Numbered("T", 11),
    ];

    [Fact]
    public void EveryMessageHasTheStateThatTheSourcesGiveIt()
    {
        Dictionary<string, string> states = Repository.Rows("docs/compat/ninep.md")
            .Where(row => row[1] is "works" or "partly" or "no")
            .ToDictionary(row => row[0], row => row[1]);
        string client = string.Concat(Repository.Sources("ninepfs")
            .Where(path => !path.Contains("/Messages/"))
            .Select(File.ReadAllText));
        foreach (MessageType type in Enum.GetValues<MessageType>())
        {
            string name = type.ToString();
            if (name[0] == 'T')
            {
                bool isSent = Regex.IsMatch(client, $@"new {name}\b");
                Assert.True(states.Remove(name, out string? state), $"{name} has no row");
                Assert.True(isSent == (state != "no"), $"{name} is listed as {state}");
            }
        }

        Assert.Equal(["Rlerror"], states.Keys);
    }

    [Fact]
    public void EveryFaultHasARowAndEveryTestNamedThereExists()
    {
        HashSet<string> tests = Repository.Sources("tests")
            .SelectMany(path => Regex.Matches(File.ReadAllText(path), @"public void (\w+)\("))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var ids = new List<string>();
        foreach (string[] row in Repository.Rows("docs/compat/faults.md").Where(row => row.Length == 4 && row[0] != "id"))
        {
            ids.Add(row[0]);
            string[] named = Regex.Matches(row[3], @"`(\w+)`").Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(tests.Contains(name), $"{row[0]} names {name}, which is no test"));
            Assert.All(named, name => Assert.StartsWith(row[0], name));
        }

        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Empty(s_faults.Except(ids));
    }

    private static IEnumerable<string> Numbered(string letter, int count) => Enumerable.Range(1, count).Select(number => letter + number);
}
