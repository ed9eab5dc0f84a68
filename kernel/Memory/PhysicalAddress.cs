// An address as devices and page tables see it, and the kernel's two windows onto physical memory; used by everything below the VFS.
namespace Kernel.Memory;

using Kernel.Diagnostics;

/// <summary>A guest-physical byte address.</summary>
public readonly unsafe struct PhysicalAddress
{
    /// <summary>Where all RAM is mapped, physical address by physical address.</summary>
    public const ulong DirectMap = 0xFFFF_8000_0000_0000;

    /// <summary>The longest direct map: up to the kernel stacks.</summary>
    public const ulong DirectMapSize = 0x4000_0000_0000;

    /// <summary>Where linker.ld puts the image: physical address plus this.</summary>
    public const ulong ImageMap = 0xFFFF_FFFF_8000_0000;

    public readonly ulong Value;

    public PhysicalAddress(ulong value)
    {
        Value = value;
    }

    /// <summary>The same bytes in the direct map; RAM only.</summary>
    public void* Pointer => (void*)(Value + DirectMap);

    /// <summary>Where an object, an array or a static of the kernel lies; not a stack, which is mapped page by page.</summary>
    public static PhysicalAddress Of(void* pointer)
    {
        ulong address = (ulong)pointer;
        if (address >= ImageMap)
        {
            return new(address - ImageMap);
        }

        if (address - DirectMap >= DirectMapSize)
        {
            Panic.Stop("memory: this pointer has no fixed physical address"u8);
        }

        return new(address - DirectMap);
    }
}
