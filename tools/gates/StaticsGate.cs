// Rule preinitialised-statics: a static that ilc cannot compute at build time costs code at boot, in an order that nobody sees.
namespace Gates;

using System.Collections.Generic;
using System.Text.RegularExpressions;

public static partial class StaticsGate
{
    public const string Rule = "preinitialised-statics";

    /// <param name="log">What ilc --verbose printed.</param>
    /// <param name="allowed">Type names that may be initialised at boot.</param>
    public static IEnumerable<Violation> Check(IEnumerable<string> log, AllowList allowed)
    {
        foreach (string line in log)
        {
            Match failure = Failure().Match(line);
            if (failure.Success && !allowed.Contains(failure.Groups["type"].Value))
            {
                yield return new(
                    Rule,
                    failure.Groups["type"].Value,
                    $"its static fields cannot be computed at build time ({failure.Groups["why"].Value.Trim()}); use a switch, a span of constants or single fields");
            }
        }
    }

    [GeneratedRegex(@"Could not preinitialize '(\[[^\]]*\])?(?<type>[^']*)':?(?<why>.*)")]
    private static partial Regex Failure();
}
