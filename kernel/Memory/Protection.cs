// What an app may do with a page; the numbers are those of mmap(2) and mprotect(2).
namespace Kernel.Memory;

using System;

/// <summary>PROT_* (include/uapi/asm-generic/mman-common.h). On this processor any permission implies reading.</summary>
[Flags]
public enum Protection : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
    All = 7,
}

/// <summary>One access to a page.</summary>
public enum MemoryAccess : byte
{
    Read,
    Write,
    Execute,
}

public static class ProtectionRules
{
    public static bool Permits(this Protection protection, MemoryAccess access) => access switch
    {
        MemoryAccess.Write => (protection & Protection.Write) != 0,
        MemoryAccess.Execute => (protection & Protection.Execute) != 0,
        _ => protection != Protection.None,
    };
}
