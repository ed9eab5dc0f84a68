// Reads and writes files in all the ways that .NET has.
internal static class Content
{
    private const int Block = 65536;
    private const int Blocks = 32;

    public static void WholeFiles(string path)
    {
        File.WriteAllText(path, string.Join('\n', Enumerable.Range(0, 5000).Select(number => $"line {number} äöü")));
        Check.That(File.ReadAllLines(path).Length == 5000, "ReadAllLines");
        Check.That(File.ReadAllText(path).StartsWith("line 0"), "ReadAllText");
        Check.That(File.ReadAllBytes(path).Length == new FileInfo(path).Length, "ReadAllBytes");
        File.AppendAllText(path, "\nappended");
        using var reader = new StreamReader(path);
        int lines = 0;
        while (reader.ReadLine() != null)
        {
            lines++;
        }

        Check.That(lines == 5001, "StreamReader");
    }

    public static void Streams(string path)
    {
        using (var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096))
        {
            byte[] block = new byte[Block];
            for (int index = 0; index < block.Length; index++)
            {
                block[index] = (byte)(index * 7);
            }

            for (int count = 0; count < Blocks; count++)
            {
                stream.Write(block);
            }

            stream.Flush(flushToDisk: true);
            ReadAtRandom(stream);
            stream.SetLength(100_000);
            Check.That(stream.Length == 100_000, "SetLength");
            stream.SetLength(200_000);
        }

        using var sequential = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, FileOptions.SequentialScan);
        byte[] buffer = new byte[8192];
        long total = 0;
        for (int count; (count = sequential.Read(buffer)) > 0;)
        {
            total += count;
        }

        Check.That(total == 200_000, "sequential read");
    }

    public static void Handles(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.RandomAccess);
        byte[] buffer = new byte[100];
        Check.That(RandomAccess.Read(handle, buffer, 500) == 100, "read at an offset");
        RandomAccess.Write(handle, buffer, 1000);
        RandomAccess.Write(handle, new ReadOnlyMemory<byte>[] { buffer, buffer }, 2000);
        RandomAccess.Read(handle, new Memory<byte>[] { new byte[10], new byte[20] }, 0);
        RandomAccess.FlushToDisk(handle);
    }

    public static void Preallocated(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = 1 << 20,
            Options = FileOptions.WriteThrough,
        };
        using var stream = new FileStream(path, options);
        stream.Write(new byte[10]);
    }

    private static void ReadAtRandom(FileStream stream)
    {
        var random = new Random(42);
        byte[] some = new byte[16];
        for (int count = 0; count < 50; count++)
        {
            long position = random.Next(0, (Blocks * Block) - some.Length);
            stream.Seek(position, SeekOrigin.Begin);
            stream.ReadExactly(some);
            Check.That(some[3] == (byte)((position + 3) % Block * 7), "read after a seek");
        }
    }
}
