// What the processor says it can do; asked at boot by whoever wants to use an optional feature.
namespace Kernel.Arch.X64;

using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>CPUID (Intel SDM volume 2A). Under a hypervisor every call is a slow exit, so ask once.</summary>
public static unsafe class Cpuid
{
    [RuntimeImport("*", "cpu_cpuid"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Execute(uint leaf, uint subleaf, uint* registers);

    /// <summary>Executes one leaf without asking whether the processor has it.</summary>
    public static CpuidLeaf Query(uint leaf, uint subleaf = 0)
    {
        CpuidLeaf result = default;
        Execute(leaf, subleaf, (uint*)&result);
        return result;
    }

    /// <summary>One leaf, or zeros when it lies above the highest leaf of its range (0, 0x40000000 or 0x80000000).</summary>
    public static CpuidLeaf QueryIfPresent(uint leaf, uint subleaf = 0)
    {
        return Query(leaf & 0xC0000000).Eax >= leaf ? Query(leaf, subleaf) : default;
    }

    /// <summary>Bits of a physical address (Intel SDM volume 2A, CPUID leaf 80000008h); 36 where it does not say.</summary>
    public static int PhysicalBits
    {
        get
        {
            int bits = (int)(QueryIfPresent(0x80000008).Eax & 0xFF);
            return bits is >= 36 and <= 52 ? bits : 36;
        }
    }

    /// <summary>RDRAND.</summary>
    public static bool HasRandom => (Query(1).Ecx & (1u << 30)) != 0;

    public static bool HasTscDeadline => (Query(1).Ecx & (1u << 24)) != 0;

    public static bool HasHypervisor => (Query(1).Ecx & (1u << 31)) != 0;
}
