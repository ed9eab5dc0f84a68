// mapping FOLDER: MemoryMappedFile over files of the share, read and written, and over memory alone.
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

string path = Path.Combine(args.Length > 0 ? args[0] : "/tmp", "mapped.bin");
File.WriteAllBytes(path, new byte[100_000]);
using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open))
using (MemoryMappedViewAccessor view = file.CreateViewAccessor())
{
    view.Write(5, 42);
    view.Flush();
    Console.WriteLine($"written and read {view.ReadInt32(5)}");
    using (FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
    {
        stream.Position = 5;
        Console.WriteLine($"in the file {stream.ReadByte()}");
    }

    view.Write(99_996, 0x01020304); // not flushed: the mapping's end has to do it
}

byte[] bytes = File.ReadAllBytes(path);
Console.WriteLine($"after the end of the mapping {bytes[5]} {bytes[99_996]} {bytes.Length}");
using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read))
using (MemoryMappedViewStream view = file.CreateViewStream(0, 0, MemoryMappedFileAccess.Read))
{
    view.Position = 5;
    Console.WriteLine($"read only {view.ReadByte()}");
}

using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 300_000))
using (MemoryMappedViewAccessor first = file.CreateViewAccessor(0, 150_000))
using (MemoryMappedViewAccessor second = file.CreateViewAccessor(65_536, 150_000))
{
    first.Write(70_000, 7);
    Console.WriteLine($"grown, in two views {second.ReadInt32(70_000 - 65_536)}");
}

Console.WriteLine($"length {new FileInfo(path).Length}");
using (var memory = MemoryMappedFile.CreateNew(null, 1 << 20))
using (MemoryMappedViewAccessor view = memory.CreateViewAccessor())
{
    view.Write(0, 1);
    Console.WriteLine($"without a file {view.ReadInt32(0)}");
}

unsafe
{
    const int size = 50 << 20;
    byte* block = (byte*)NativeMemory.Alloc(size);
    block[12345] = block[size - 1] = 1;
    NativeMemory.Free(block);
}

Console.WriteLine("mapping OK");
