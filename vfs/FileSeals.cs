// What may not be done to a file in memory any more (fcntl(2), "File Sealing"). DescriptorSyscalls sets them, RamNode obeys.
namespace Vfs;

using System;

/// <summary>F_SEAL_* (include/uapi/linux/fcntl.h).</summary>
[Flags]
public enum FileSeals : uint
{
    None = 0,

    /// <summary>No more seals.</summary>
    Seal = 1,
    Shrink = 2,
    Grow = 4,
    Write = 8,

    /// <summary>As <see cref="Write"/>, but mappings that exist may still write.</summary>
    FutureWrite = 16,
    Execute = 32,
    All = 63,
}
