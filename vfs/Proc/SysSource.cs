// What /sys tells of the processor; kernel/Arch implements it from CPUID, SysFileSystem asks.
namespace Vfs.Proc;

using Kernel.Abi;

/// <summary>A file of /sys/devices/system/cpu/cpu0/cache/indexN.</summary>
public enum CacheFile
{
    Level,

    /// <summary>"Data", "Instruction" or "Unified".</summary>
    Type,

    /// <summary>In KiB with a K behind it, e.g. "32K".</summary>
    Size,

    CoherencyLineSize,
    SharedCpuList,
}

public abstract class SysSource
{
    /// <summary>Caches of the processor, at most 8.</summary>
    public abstract int CacheCount { get; }

    /// <summary>Appends one line with its newline.</summary>
    public abstract void RenderCache(int cache, CacheFile file, ref TextBuilder text);

    /// <summary>Appends the list of processors with its newline, e.g. "0".</summary>
    public abstract void RenderProcessors(ref TextBuilder text);
}
