// Splits text into lower-case words for Report.cs.
namespace WordCount;

internal static class WordReader
{
    /// <summary>A word is a run of Unicode letters, with an apostrophe only between two of them.</summary>
    public static IEnumerable<string> Words(string text)
    {
        int start = -1;
        for (int index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && IsInsideWord(text, index, start >= 0))
            {
                start = start < 0 ? index : start;
            }
            else if (start >= 0)
            {
                yield return text[start..index].ToLowerInvariant();
                start = -1;
            }
        }
    }

    private static bool IsInsideWord(string text, int index, bool afterLetter) =>
        char.IsLetter(text[index])
        || (text[index] is '\'' or '’' && afterLetter && index + 1 < text.Length && char.IsLetter(text[index + 1]));
}
