// The sample app: counts the words of every *.txt file of a folder and writes report.txt beside them.
using WordCount;

string folder = args.Length > 0 ? args[0] : "/";
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"WordCount: no such folder: {folder}");
    return 1;
}

string reportPath = Path.Combine(folder, "report.txt");
string[] files = Directory.GetFiles(folder, "*.txt")
    .Where(file => file != reportPath)
    .Order(StringComparer.Ordinal)
    .ToArray();

var report = new Report();
foreach (string file in files)
{
    report.Add(Path.GetFileName(file), File.ReadAllText(file));
}

File.WriteAllText(reportPath, report.ToString());
Console.WriteLine($"{files.Length} files, {report.TotalWords} words, {report.DistinctWords} different");
foreach ((string word, int count) in report.MostFrequent(5))
{
    Console.WriteLine($"{count,6}  {word}");
}

Console.WriteLine($"report: {reportPath}");
return 0;
