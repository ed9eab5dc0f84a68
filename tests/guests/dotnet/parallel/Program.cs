// parallel FOLDER [FILES [THREADS]]: threads and asynchronous calls over many files at once, so that requests are in flight
// together.
int files = args.Length > 1 ? int.Parse(args[1]) : 200;
int threads = args.Length > 2 ? int.Parse(args[2]) : 8;
string folder = Directory.CreateDirectory(Path.Combine(args[0], "parallel")).FullName;
ThreadPool.SetMinThreads(threads, threads);
var options = new ParallelOptions { MaxDegreeOfParallelism = threads };

Parallel.For(0, files, options, number => File.WriteAllBytes(NameOf(number), Content(number)));
long bytes = 0;
Parallel.For(0, files, options, number =>
{
    byte[] read = File.ReadAllBytes(NameOf(number));
    if (!read.AsSpan().SequenceEqual(Content(number)))
    {
        Console.WriteLine($"FAIL {number}");
    }

    Interlocked.Add(ref bytes, read.Length);
});
Console.WriteLine($"read by threads {bytes}");

byte[][] contents = await Task.WhenAll(Enumerable.Range(0, files).Select(number => File.ReadAllBytesAsync(NameOf(number))));
Console.WriteLine($"read by tasks {contents.Sum(content => (long)content.Length)}");
await Task.WhenAll(Enumerable.Range(0, files).Select(async number =>
{
    await using var stream = new FileStream(NameOf(number), FileMode.Append, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
    await stream.WriteAsync(contents[number].AsMemory(0, 100));
}));
Console.WriteLine($"in the folder {Directory.GetFiles(folder).Sum(name => new FileInfo(name).Length)}");
Parallel.For(0, files, options, number => File.Move(NameOf(number), NameOf(number) + ".moved"));
Parallel.For(0, files / 2, options, number => File.Delete(NameOf(number) + ".moved"));
Console.WriteLine($"left {Directory.GetFiles(folder).Length}");
Console.WriteLine("parallel OK");

string NameOf(int number) => Path.Combine(folder, $"file-{number:D3}");

static byte[] Content(int number)
{
    byte[] content = new byte[5000 + (number * 97)];
    new Random(number).NextBytes(content);
    return content;
}
