// The word counts of all files, and the text of report.txt; filled by Program.cs.
namespace WordCount;

using System.Text;

internal sealed class Report
{
    private readonly List<(string Name, int Words, int Lines)> _files = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int TotalWords { get; private set; }

    public int DistinctWords => _counts.Count;

    public void Add(string name, string text)
    {
        int words = 0;
        foreach (string word in WordReader.Words(text))
        {
            words++;
            _counts[word] = _counts.GetValueOrDefault(word) + 1;
        }

        TotalWords += words;
        _files.Add((name, words, text.Count(character => character == '\n')));
    }

    /// <summary>The most frequent words first; equally frequent ones in ordinal order.</summary>
    public IEnumerable<(string Word, int Count)> MostFrequent(int number) =>
        _counts.OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(number)
            .Select(pair => (pair.Key, pair.Value));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("Words  Lines  File\n");
        foreach ((string name, int words, int lines) in _files)
        {
            text.Append($"{words,5}  {lines,5}  {name}\n");
        }

        text.Append($"{TotalWords,5}  {_files.Sum(file => file.Lines),5}  all {_files.Count} files\n\n");
        text.Append("Count  Word\n");
        foreach ((string word, int count) in MostFrequent(25))
        {
            text.Append($"{count,5}  {word}\n");
        }

        return text.ToString();
    }
}
