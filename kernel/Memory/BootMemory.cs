// Reads the loader's memory map: PhysicalPages is made from the RAM that nothing uses yet, KernelAddressSpace maps all there is.
namespace Kernel.Memory;

using System;
using Kernel.Boot;

public static class BootMemory
{
    /// <summary>Entry.S keeps 128 entries, and each adds at most one range and cuts at most one in two.</summary>
    private const int RangeCapacity = 256;

    /// <summary>
    /// All RAM but the image, page 0 (so that a physical null is never lent) and whatever the map also calls something else.
    /// The loader's own tables need no mercy: Entry.S has copied them.
    /// </summary>
    /// <param name="limit">
    /// Bytes that are there at most, whatever the map says of RAM, and with everything else in it. Pages of the rest may not be touched.
    /// </param>
    public static PhysicalRanges FindFreeRanges(BootInformation boot, ulong limit = ulong.MaxValue)
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

        ulong ram = free.TotalBytes, others = 0;
        for (int index = 0; index < map.Length; index++)
        {
            if (map[index].Type != MemoryType.Ram)
            {
                free.Exclude(map[index].Address, map[index].Address + map[index].Length);
                others += PageSize.RoundUp(map[index].Length);
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
        if (ram > limit)
        {
            ulong used = ram - free.TotalBytes + others;
            free.KeepLowest(limit - Math.Min(used, limit));
        }

        return free;
    }

    /// <summary>What the direct map shows: RAM, free or not, and ACPI's tables. Each page once, though the map's entries may overlap.</summary>
    public static PhysicalRanges FindReadableRanges(BootInformation boot)
    {
        PhysicalRanges readable = new(RangeCapacity);
        ReadOnlySpan<MemoryMapEntry> map = boot.MemoryMap;
        for (int index = 0; index < map.Length; index++)
        {
            if (map[index].Type is MemoryType.Ram or MemoryType.Acpi)
            {
                readable.Add(PageSize.RoundDown(map[index].Address), PageSize.RoundUp(map[index].Address + map[index].Length));
            }
        }

        readable.Exclude(PhysicalAddress.DirectMapSize, ulong.MaxValue - PageSize.OffsetMask);
        return readable;
    }
}
