// Regular expressions that the compiler turns into code.
using System.Text.RegularExpressions;

internal static partial class Patterns
{
    [GeneratedRegex("[aeiou]{2}")]
    public static partial Regex TwoVowels();
}
