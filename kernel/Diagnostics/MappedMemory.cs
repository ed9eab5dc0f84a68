// Reads kernel memory that may not be there: a panic looks at stacks and code that may be what is broken.
namespace Kernel.Diagnostics;

using System.Runtime;
using System.Runtime.CompilerServices;

internal static unsafe class MappedMemory
{
    private const ulong DirectMap = 0xFFFF_8000_0000_0000;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;
    private const ulong Present = 1;
    private const ulong Large = 0x80;

    public static bool TryReadWord(ulong address, out ulong value)
    {
        value = 0;
        if (!IsMapped(address) || !IsMapped(address + sizeof(ulong) - 1))
        {
            return false;
        }

        value = *(ulong*)address;
        return true;
    }

    /// <summary>Walks the page tables through the direct map (Intel SDM volume 3, 5.5.4); the lower half counts as not mapped.</summary>
    private static bool IsMapped(ulong address)
    {
        if (address < DirectMap)
        {
            return false;
        }

        ulong table = ReadCr3() & AddressMask;
        for (int shift = 39; shift >= 12; shift -= 9)
        {
            ulong entry = ((ulong*)(DirectMap + table))[(address >> shift) & 511];
            if ((entry & Present) == 0)
            {
                return false;
            }

            if (shift < 39 && (entry & Large) != 0)
            {
                return true;
            }

            table = entry & AddressMask;
        }

        return true;
    }

    [RuntimeImport("*", "cpu_read_cr3")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCr3();
}
