// Windows onto device registers in physical memory; drivers open them at boot and keep them for ever.
namespace Kernel.Memory;

using Kernel.Abi;
using Kernel.Diagnostics;

/// <summary>Mappings that no cache holds. There is one address space, so there is one set of windows.</summary>
public static unsafe class DeviceMemory
{
    public const ulong First = 0xFFFF_D000_0000_0000;

    private static PageTable? s_table;
    private static ulong s_next = First;

    /// <summary>Called once, before the first <see cref="Map"/>.</summary>
    public static void Open(KernelAddressSpace kernel) => s_table = kernel.Table;

    /// <summary>A pointer to the registers at <paramref name="address"/>, valid for <paramref name="length"/> bytes.</summary>
    public static void* Map(PhysicalAddress address, ulong length)
    {
        ulong offset = address.Value & PageSize.OffsetMask;
        ulong start = s_next;
        for (ulong page = PageSize.RoundDown(address.Value); page < address.Value + length; page += PageSize.Bytes)
        {
            const ulong Flags = PageEntry.Present | PageEntry.Writable | PageEntry.NoExecute | PageEntry.CacheDisable | PageEntry.WriteThrough;
            if (s_table == null || s_table.Set(s_next, page | Flags) != Errno.None)
            {
                Panic.Stop("memory: no page table for device registers"u8);
            }

            s_next += PageSize.Bytes;
        }

        return (void*)(start + offset);
    }
}
