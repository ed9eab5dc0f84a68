// Finds the RAM that nothing uses yet, from the loader's memory map; KernelMain makes PhysicalPages from the result.
namespace Kernel.Memory;

using System;
using Kernel.Boot;

public static class BootMemory
{
    /// <summary>Entries of a PC's memory map and the pieces that exclusions leave.</summary>
    private const int RangeCapacity = 64;

    /// <summary>
    /// All RAM but the image, page 0 (so that a physical null is never lent) and whatever the map also calls something else.
    /// The loader's own tables need no mercy: Entry.S has copied them.
    /// </summary>
    public static PhysicalRanges FindFreeRanges(BootInformation boot)
    {
        PhysicalRanges free = new(RangeCapacity);
        ReadOnlySpan<MemoryMapEntry> map = boot.MemoryMap;
        for (int index = 0; index < map.Length; index++)
        {
            if (map[index].Type == MemoryType.Ram)
            {
                free.Add(map[index].Address, map[index].Address + map[index].Length);
            }
        }

        for (int index = 0; index < map.Length; index++)
        {
            if (map[index].Type != MemoryType.Ram)
            {
                free.Exclude(map[index].Address, map[index].Address + map[index].Length);
            }
        }

        ReadOnlySpan<BootModule> modules = boot.Modules;
        for (int index = 0; index < modules.Length; index++)
        {
            free.Exclude(modules[index].Address, modules[index].Address + modules[index].Length);
        }

        free.Exclude(0, PageSize.Bytes);
        free.Exclude(boot.ImageStart, boot.ImageEnd);
        free.Exclude(PhysicalAddress.DirectMapSize, ulong.MaxValue - PageSize.OffsetMask);
        return free;
    }
}
