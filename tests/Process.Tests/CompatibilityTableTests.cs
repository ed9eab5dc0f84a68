// docs/compat/syscalls.md says of every syscall what the dispatch switch does with it; neither may change without the other.
namespace Process.Tests;

using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using Kernel.Syscalls;
using Xunit;

public sealed partial class CompatibilityTableTests
{
    private static readonly Dictionary<int, string> s_arms = ReadDispatch();

    private static readonly Dictionary<int, (string Name, string State, string Note)> s_rows = ReadTable();

    [Fact]
    public void EveryNumberWithANameHasItsRow()
    {
        for (int number = 0; number < SyscallName.Count; number++)
        {
            string name = Encoding.ASCII.GetString(SyscallName.Of((ulong)number));
            Assert.Equal(name.Length != 0, s_rows.ContainsKey(number));
            if (name.Length != 0)
            {
                Assert.Equal(name, s_rows[number].Name);
            }
        }
    }

    [Fact]
    public void StateSaysWhetherTheSwitchHasAnArm()
    {
        Assert.NotEmpty(s_arms);
        foreach ((int number, (string name, string state, string note)) in s_rows)
        {
            bool isDispatched = s_arms.TryGetValue(number, out string? arm) && arm is not ("Errno.ENOSYS" or "Threads.RefuseFork()");
            Assert.True(isDispatched == (state != "no"), $"{number} {name}: the table says '{state}', the switch '{arm ?? "nothing"}'");
            Assert.True(state != "partly" || note.Length != 0, $"{number} {name}: say what works");
        }
    }

    [Fact]
    public void EveryArmIsInTheTable()
    {
        foreach (int number in s_arms.Keys)
        {
            Assert.Contains(number, s_rows.Keys);
        }
    }

    [Fact]
    public void CountsInTheTextAreThoseOfTheTable()
    {
        int works = 0;
        int partly = 0;
        foreach ((_, string state, _) in s_rows.Values)
        {
            Assert.Contains(state, new[] { "works", "partly", "no" });
            works += state == "works" ? 1 : 0;
            partly += state == "partly" ? 1 : 0;
        }

        Assert.Contains($"{works} work, {partly} work partly, {s_rows.Count - works - partly} do not.", ReadSource("docs/compat/syscalls.md"));
    }

    private static Dictionary<int, string> ReadDispatch()
    {
        Dictionary<int, string> arms = [];
        foreach (Match match in Arm().Matches(ReadSource("kernel/Syscalls/SyscallTable.cs")))
        {
            foreach (string number in match.Groups[1].Value.Split(" or "))
            {
                arms.Add(int.Parse(number), match.Groups[2].Value);
            }
        }

        return arms;
    }

    private static Dictionary<int, (string Name, string State, string Note)> ReadTable()
    {
        Dictionary<int, (string, string, string)> rows = [];
        foreach (Match match in Row().Matches(ReadSource("docs/compat/syscalls.md")))
        {
            rows.Add(int.Parse(match.Groups[1].Value), (match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));
        }

        return rows;
    }

    private static string ReadSource(string path)
    {
        var directory = new DirectoryInfo(System.AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent!;
        }

        return File.ReadAllText(Path.Combine(directory.FullName, path));
    }

    [GeneratedRegex(@"^\s+(\d+(?: or \d+)*) => (.*),$", RegexOptions.Multiline)]
    private static partial Regex Arm();

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \| (\w+) \| ?(.*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
