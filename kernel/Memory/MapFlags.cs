// The flags of mmap(2) with Linux's x86-64 numbers; the syscall passes them on unchanged.
namespace Kernel.Memory;

using System;

/// <summary>MAP_* (include/uapi/asm-generic/mman.h). Those that <see cref="AddressSpace.Map"/> does not look at are accepted.</summary>
[Flags]
public enum MapFlags : uint
{
    None = 0,
    Shared = 0x01,
    Private = 0x02,
    SharedValidate = 0x03,
    TypeMask = 0x0F,
    Fixed = 0x10,
    Anonymous = 0x20,
    LowAddresses = 0x40,
    GrowsDown = 0x100,
    DenyWrite = 0x800,
    Locked = 0x2000,
    NoReserve = 0x4000,
    Populate = 0x8000,
    NonBlocking = 0x10000,
    Stack = 0x20000,
    HugePages = 0x40000,
    Synchronous = 0x80000,
    FixedNoReplace = 0x100000,
}
