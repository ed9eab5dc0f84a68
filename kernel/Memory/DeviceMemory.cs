// Windows onto device registers in physical memory; drivers open them at boot and keep them for ever.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;

/// <summary>Mappings that no cache holds. There is one address space, so there is one set of windows.</summary>
public static unsafe class DeviceMemory
{
    public const ulong First = 0xFFFF_D000_0000_0000;

    private static PageTable? s_table;
    private static ulong s_next = First;

    // The last page that the processor reaches.
    private static ulong s_last;

    /// <summary>Called once, before the first <see cref="Map"/>.</summary>
    public static void Open(KernelAddressSpace kernel)
    {
        s_table = kernel.Table;
        s_last = (1ul << Cpuid.PhysicalBits) - PageSize.Bytes;
    }

    /// <summary>
    /// A pointer to the registers at <paramref name="address"/>, valid for <paramref name="length"/> bytes. Devices and tables can
    /// name addresses beyond the processor's reach, which a page table must not hold: the last page within it stands for those, and
    /// no machine has anything there.
    /// </summary>
    public static void* Map(PhysicalAddress address, ulong length)
    {
        const ulong Flags = PageEntry.Present | PageEntry.Writable | PageEntry.NoExecute | PageEntry.CacheDisable | PageEntry.WriteThrough;
        ulong offset = address.Value & PageSize.OffsetMask;
        ulong start = s_next;
        ulong page = Math.Min(PageSize.RoundDown(address.Value), s_last);
        for (ulong done = 0; done < offset + length; done += PageSize.Bytes)
        {
            if (s_table == null || s_table.Set(s_next, page | Flags) != Errno.None)
            {
                Panic.Stop("memory: no page table for device registers"u8);
            }

            s_next += PageSize.Bytes;
            page = Math.Min(page + PageSize.Bytes, s_last);
        }

        return (void*)(start + offset);
    }
}
