// The flags of open(2) and fcntl(F_SETFL) with Linux's x86-64 numbers; used by the VFS and, unchanged, in Tlopen and Tlcreate.
namespace Kernel.Abi;

using System;

/// <summary>open(2) flags (include/uapi/asm-generic/fcntl.h). 9P2000.L carries the same values.</summary>
[Flags]
public enum OpenFlags : uint
{
    ReadOnly = 0,
    WriteOnly = 1,
    ReadWrite = 2,
    AccessMode = 3,
    Create = 0x40,
    Exclusive = 0x80,
    NoControllingTerminal = 0x100,
    Truncate = 0x200,
    Append = 0x400,
    NonBlocking = 0x800,
    DataSync = 0x1000,
    Async = 0x2000,
    Direct = 0x4000,
    LargeFile = 0x8000,
    Directory = 0x10000,
    NoFollow = 0x20000,
    NoAccessTime = 0x40000,
    CloseOnExec = 0x80000,
    Sync = 0x101000,
    Path = 0x200000,
    TemporaryFile = 0x400000 | Directory,
}
