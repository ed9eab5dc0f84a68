// What boot/Entry.S saved of the loader's tables, field by field as it writes them; BootInformation gives it a shape.
namespace Kernel.Boot;

using System.Runtime.InteropServices;

[StructLayout(LayoutKind.Sequential)]
public unsafe struct BootRecord
{
    /// <summary>The TSC at the kernel's first instruction.</summary>
    public ulong EntryTimestamp;

    public byte* CommandLine;
    public int CommandLineLength;

    /// <summary>1 when the command line was longer than the copy.</summary>
    public int IsCommandLineCut;

    public MemoryMapEntry* MemoryMap;
    public int MemoryMapCount;
    public int ModuleCount;
    public BootModule* Modules;
    private readonly ulong _reserved;

    /// <summary>Physical address of ACPI's root pointer, 0 when there is none.</summary>
    public ulong Rsdp;

    /// <summary>Physical bounds of the kernel image, its .bss included; multiples of 4 KiB.</summary>
    public ulong ImageStart;
    public ulong ImageEnd;
}

/// <summary>hvm_memmap_table_entry.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MemoryMapEntry
{
    public ulong Address;
    public ulong Length;
    public MemoryType Type;
    private readonly uint _reserved;
}

/// <summary>XEN_HVM_MEMMAP_TYPE_*, the numbers of ACPI's E820.</summary>
public enum MemoryType : uint
{
    Ram = 1,
    Reserved = 2,
    Acpi = 3,
    AcpiNonVolatile = 4,
    Unusable = 5,
    Disabled = 6,
    Persistent = 7,
}

/// <summary>hvm_modlist_entry: a file that the loader put into memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BootModule
{
    public ulong Address;
    public ulong Length;
    public ulong CommandLineAddress;
    private readonly ulong _reserved;
}
