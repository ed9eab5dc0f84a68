// text FOLDER: text processing as ordinary programs do it: LINQ, JSON, regular expressions, compression, formatting.
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

string folder = args.Length > 0 ? args[0] : "/";
string path = Path.Combine(folder, "text.txt");
string text = RandomText.Make(words: 100_000, seed: 1);
File.WriteAllText(path, text);

List<WordCount> top = File.ReadLines(path)
    .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    .GroupBy(word => word)
    .Select(group => new WordCount(group.Key, group.Count()))
    .OrderByDescending(count => count.Count)
    .ThenBy(count => count.Word, StringComparer.Ordinal)
    .Take(5)
    .ToList();
string json = JsonSerializer.Serialize(top, WordCountJson.Default.ListWordCount);
Console.WriteLine(json);
Console.WriteLine(JsonSerializer.Deserialize(json, WordCountJson.Default.ListWordCount)!.SequenceEqual(top));

Console.WriteLine(Regex.Matches(text, @"\b(\w)\w*\1\b").Count);
Console.WriteLine(Patterns.TwoVowels().Count(text));
Compression.RoundTrips(text, path);

string table = string.Join('\n', Enumerable.Range(0, 1000)
    .Select(number => string.Create(CultureInfo.InvariantCulture, $"{number};{number * 1.5:F2};{DateTime.UnixEpoch.AddDays(number):yyyy-MM-dd}")));
Console.WriteLine(table.Split('\n').Sum(line => decimal.Parse(line.Split(';')[1], CultureInfo.InvariantCulture)));
Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0:N2} {1:E3} {2}", 12345.678, 9.99, "É".ToLowerInvariant()));
Console.WriteLine(BigInteger.Pow(3, 200));
Console.WriteLine(Convert.ToHexString(Encoding.UTF8.GetBytes("Grüße, 世界")));
Console.WriteLine("text OK");
