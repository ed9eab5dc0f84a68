// A run of the app's addresses with one protection; RegionTable keeps them sorted, /proc/self/maps lists them.
namespace Kernel.Memory;

/// <summary>What a region is, for the last column of /proc/self/maps.</summary>
public enum RegionName : byte
{
    Anonymous,

    /// <summary>[heap]: what brk(2) grows.</summary>
    Heap,

    /// <summary>[stack] of the first thread.</summary>
    Stack,

    /// <summary>A segment of the program file.</summary>
    Program,

    /// <summary>A segment of the program's ELF interpreter.</summary>
    Interpreter,

    /// <summary>A copy of some other file, made by mmap(2).</summary>
    File,

    /// <summary>[vdso]: code that tells the time.</summary>
    Vdso,

    /// <summary>[vvar]: what that code reads.</summary>
    TimePage,
}

/// <summary>The bytes from <see cref="Start"/> up to but not including <see cref="End"/>, both multiples of the page size.</summary>
public struct Region
{
    public ulong Start;
    public ulong End;
    public Protection Protection;
    public RegionName Name;

    public readonly ulong Length => End - Start;

    /// <summary>Its pages hold more than what the app has written.</summary>
    public readonly bool IsFromFile => Name is RegionName.Program or RegionName.Interpreter or RegionName.File;

    public readonly bool Contains(ulong address) => address >= Start && address < End;

    /// <summary>Whether <paramref name="next"/> continues this region so that one entry can stand for both.</summary>
    public readonly bool Joins(in Region next)
    {
        return End == next.Start && Protection == next.Protection && Name == next.Name;
    }
}
