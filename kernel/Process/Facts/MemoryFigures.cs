// How much memory the app has, by kind; ProcessFacts has it summed up, statm, stat, status and meminfo show it.
namespace Kernel.Process.Facts;

using Kernel.Memory;

/// <summary>Bytes, in Linux's categories (include/linux/mm.h, vm_stat_account): reservations without access are only in the total.</summary>
public struct MemoryFigures
{
    /// <summary>Everything that is mapped.</summary>
    public ulong Virtual;

    /// <summary>What has pages.</summary>
    public ulong Resident;

    /// <summary>Writable memory but for the stack of the first thread.</summary>
    public ulong Writable;

    /// <summary>The stack of the first thread.</summary>
    public ulong Stack;

    /// <summary>The program's own instructions.</summary>
    public ulong Code;

    /// <summary>All other instructions.</summary>
    public ulong Libraries;

    public static MemoryFigures Of(RegionTable regions, int residentPages)
    {
        var figures = new MemoryFigures
        {
            Virtual = regions.MappedBytes,
            Resident = (ulong)residentPages << PageSize.Shift,
        };
        for (int index = 0; index < regions.Count; index++)
        {
            figures.Add(in regions[index]);
        }

        return figures;
    }

    private void Add(in Region region)
    {
        bool isWritable = (region.Protection & Protection.Write) != 0;
        bool isExecutable = (region.Protection & Protection.Execute) != 0;
        if (region.Name == RegionName.Stack)
        {
            Stack += region.Length;
        }
        else if (isWritable)
        {
            Writable += region.Length;
        }
        else if (isExecutable && region.Name == RegionName.Program)
        {
            Code += region.Length;
        }
        else if (isExecutable)
        {
            Libraries += region.Length;
        }
    }
}
