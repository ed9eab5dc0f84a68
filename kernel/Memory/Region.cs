// A run of the app's addresses with one protection; RegionTable keeps them sorted, /proc/self/maps lists them.
namespace Kernel.Memory;

using Vfs;

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

    /// <summary>Some other file, by mmap(2).</summary>
    File,

    /// <summary>MAP_SHARED without a file: MADV_DONTNEED leaves its bytes alone, because they are not only this mapping's.</summary>
    Shared,

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

    /// <summary>Where the bytes at <see cref="Start"/> are in <see cref="File"/>, a multiple of the page size; 0 without a file.</summary>
    public ulong Offset;

    /// <summary>What the region shows, held by it; null where pages begin as zeros.</summary>
    public OpenFile? File;

    public Protection Protection;
    public RegionName Name;

    /// <summary>MAP_SHARED of a file: writes go to it.</summary>
    public bool IsShared;

    /// <summary>MAP_NORESERVE: the app knows that it asks for more than there is.</summary>
    public bool IsUncharged;

    /// <summary>
    /// Some of it could be written to before it was protected: making it writable again asks for nothing new (Linux's VM_ACCOUNT). Regions
    /// that differ in this may still be one.
    /// </summary>
    public bool WasWritable;

    /// <summary>Whether its pages are memory of the app's own when it writes to them.</summary>
    public readonly bool IsCharged => (Protection & Protection.Write) != 0 && !IsShared && !IsUncharged;

    public readonly ulong Length => End - Start;

    /// <summary>Which page of <see cref="File"/> is at an address of the region.</summary>
    public readonly ulong PageOf(ulong address) => (Offset + (address - Start)) >> PageSize.Shift;

    /// <summary>Whether <paramref name="next"/> continues this region so that one entry can stand for both.</summary>
    public readonly bool Joins(in Region next)
    {
        return End == next.Start && Protection == next.Protection && Name == next.Name && File == next.File
            && IsShared == next.IsShared && IsUncharged == next.IsUncharged && (File == null || Offset + Length == next.Offset);
    }
}
