// The text that Program.cs works on: the same for the same seed.
using System.Text;

internal static class RandomText
{
    public static string Make(int words, int seed)
    {
        var random = new Random(seed);
        string[] vocabulary = Enumerable.Range(0, 500)
            .Select(_ => new string(Enumerable.Range(0, random.Next(3, 9)).Select(_ => (char)('a' + random.Next(26))).ToArray()))
            .ToArray();
        var text = new StringBuilder();
        for (int index = 0; index < words; index++)
        {
            text.Append(vocabulary[random.Next(vocabulary.Length)]).Append(index % 12 == 0 ? '\n' : ' ');
        }

        return text.ToString();
    }
}
