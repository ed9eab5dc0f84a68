// What the loader told us, in order and checked; KernelMain makes it first and hands parts of it to those who need them.
namespace Kernel.Boot;

using System;

public sealed unsafe class BootInformation
{
    private readonly BootRecord* _record;
    private readonly int _memoryMapCount;

    public BootInformation(BootRecord* record)
    {
        _record = record;
        _memoryMapCount = Sort(record->MemoryMap, record->MemoryMapCount);
    }

    /// <summary>The TSC at the kernel's first instruction.</summary>
    public ulong EntryTimestamp => _record->EntryTimestamp;

    /// <summary>Without a terminating NUL.</summary>
    public ReadOnlySpan<byte> CommandLine => new(_record->CommandLine, _record->CommandLineLength);

    public bool IsCommandLineCut => _record->IsCommandLineCut != 0;

    /// <summary>Sorted by address, without empty entries; entries may still overlap.</summary>
    public ReadOnlySpan<MemoryMapEntry> MemoryMap => new(_record->MemoryMap, _memoryMapCount);

    public ReadOnlySpan<BootModule> Modules => new(_record->Modules, _record->ModuleCount);

    /// <summary>Physical address of ACPI's root pointer, 0 when there is none.</summary>
    public ulong Rsdp => _record->Rsdp;

    /// <summary>Physical address of the first page of the image.</summary>
    public ulong ImageStart => _record->ImageStart;

    /// <summary>Physical address behind the last page of the image, its .bss included.</summary>
    public ulong ImageEnd => _record->ImageEnd;

    /// <summary>Insertion sort: there are ten entries. microvm's are unsorted and end with empty ones.</summary>
    private static int Sort(MemoryMapEntry* entries, int count)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            MemoryMapEntry entry = entries[i];
            if (entry.Length == 0)
            {
                continue;
            }

            int at = kept++;
            for (; at > 0 && entries[at - 1].Address > entry.Address; at--)
            {
                entries[at] = entries[at - 1];
            }

            entries[at] = entry;
        }

        return kept;
    }
}
