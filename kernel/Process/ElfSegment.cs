// One PT_LOAD of a program as ElfImage has checked it; ElfLoader maps it.
namespace Kernel.Process;

/// <summary>A piece of the file and where it goes. Addresses are those in the file: a position-independent program adds its base.</summary>
public struct ElfSegment
{
    public ulong Address;

    /// <summary>Bytes in memory; what exceeds <see cref="FileSize"/> is zero.</summary>
    public ulong MemorySize;

    public ulong FileOffset;
    public ulong FileSize;
    public bool IsReadable;
    public bool IsWritable;
    public bool IsExecutable;

    public readonly ulong End => Address + MemorySize;

    public readonly ulong FirstPage => Address & ~(ElfImage.PageSize - 1);

    /// <summary>First address after the last page.</summary>
    public readonly ulong PageEnd => (End + ElfImage.PageSize - 1) & ~(ElfImage.PageSize - 1);

    public readonly bool Contains(ulong address) => address >= Address && address < End;
}
