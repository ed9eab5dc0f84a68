// The counters that the kernel prints at its end under --stats: lines "stat: snake_name decimal" on stderr.
namespace Qemu.Tests.Running;

using System.Collections.Generic;
using System.Linq;

internal sealed class Statistics
{
    private readonly Dictionary<string, long> _values;

    private Statistics(Dictionary<string, long> values)
    {
        _values = values;
    }

    public static Statistics Of(Outcome outcome) =>
        new(outcome.ErrorLines
            .Select(line => line.Split(' '))
            .Where(words => words.Length == 3 && words[0] == "stat:")
            .GroupBy(words => words[1]) // 9p_msize has a line for each share
            .ToDictionary(lines => lines.Key, lines => long.Parse(lines.Last()[2])));

    public long this[string name]
    {
        get
        {
            Assert.True(_values.ContainsKey(name), $"the kernel prints no 'stat: {name}', only: {string.Join(' ', _values.Keys)}");
            return _values[name];
        }
    }

    /// <summary>Every pool, fid, tag and descriptor is back at zero when the app has ended.</summary>
    public void AssertNothingIsLeft()
    {
        KeyValuePair<string, long>[] pools = _values.Where(pair => pair.Key.StartsWith("leak_")).ToArray();
        Assert.NotEmpty(pools);
        Assert.DoesNotContain(pools, pair => pair.Value != 0);
    }
}
