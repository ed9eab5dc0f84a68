// What CPUID says of the processor, kept as the registers that it returned; ProcessorProbe fills it, /proc/cpuinfo shows it.
namespace Kernel.Arch.X64;

using System;
using System.Buffers.Binary;

/// <summary>Named after the leaves of Intel SDM volume 2A and AMD APM volume 3; a leaf that the processor lacks is zero.</summary>
public sealed class ProcessorDescription
{
    /// <summary>Bytes of the name of the maker.</summary>
    public const int VendorLength = 12;

    /// <summary>Bytes of the name on the label, with the NULs behind it.</summary>
    public const int BrandLength = 48;

    /// <summary>Leaf 0: the highest leaf and the maker.</summary>
    public CpuidLeaf Vendor;

    /// <summary>Leaf 1: family, model, stepping, features.</summary>
    public CpuidLeaf Signature;

    /// <summary>Leaf 7, subleaf 0.</summary>
    public CpuidLeaf Structured;

    /// <summary>Leaf 7, subleaf 1.</summary>
    public CpuidLeaf StructuredMore;

    /// <summary>Leaf 0xD, subleaf 1.</summary>
    public CpuidLeaf ExtendedState;

    /// <summary>Leaf 0x80000001.</summary>
    public CpuidLeaf Extended;

    /// <summary>Leaves 0x80000002 to 0x80000004.</summary>
    public CpuidLeaf Brand0;
    public CpuidLeaf Brand1;
    public CpuidLeaf Brand2;

    /// <summary>Leaf 0x80000007.</summary>
    public CpuidLeaf Power;

    /// <summary>Leaf 0x80000008.</summary>
    public CpuidLeaf AddressSizes;

    private const uint ExtendedFamilyMark = 0xF;

    public int Stepping => (int)(Signature.Eax & 0xF);

    public int Family
    {
        get
        {
            uint family = (Signature.Eax >> 8) & 0xF;
            return (int)(family == ExtendedFamilyMark ? family + ((Signature.Eax >> 20) & 0xFF) : family);
        }
    }

    public int Model
    {
        get
        {
            uint model = (Signature.Eax >> 4) & 0xF;
            return (int)(Family >= 6 ? model | ((Signature.Eax >> 12) & 0xF0) : model);
        }
    }

    /// <summary>Bytes that CLFLUSH writes back; 64 when the processor does not say.</summary>
    public int FlushLineBytes
    {
        get
        {
            int quadwords = (int)((Signature.Ebx >> 8) & 0xFF);
            return quadwords == 0 ? 64 : quadwords * 8;
        }
    }

    public int PhysicalAddressBits => AddressSizes.Eax == 0 ? 36 : (int)(AddressSizes.Eax & 0xFF);

    /// <summary>The page tables have four levels, whatever the processor could do.</summary>
    public int VirtualAddressBits => AddressSizes.Eax == 0 ? 48 : (int)Math.Min((AddressSizes.Eax >> 8) & 0xFF, 48);

    /// <summary>The timestamp counter's rate is constant and it does not stop.</summary>
    public bool HasInvariantCounter => (Power.Edx & (1u << 8)) != 0;

    public void CopyVendor(Span<byte> name)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(name, Vendor.Ebx);
        BinaryPrimitives.WriteUInt32LittleEndian(name[4..], Vendor.Edx);
        BinaryPrimitives.WriteUInt32LittleEndian(name[8..], Vendor.Ecx);
    }

    public void CopyBrand(Span<byte> name)
    {
        Copy(in Brand0, name);
        Copy(in Brand1, name[16..]);
        Copy(in Brand2, name[32..]);
    }

    /// <summary>
    /// Drops the features that an app cannot use because of how the kernel has set up the processor: wide registers that are not
    /// saved, and what CR4 leaves off (FSGSBASE, PKE, LA57).
    /// </summary>
    /// <param name="savedState">XCR0; 0 without XSAVE.</param>
    public void HideUnusable(ulong savedState)
    {
        const ulong avxState = 0x6;
        const ulong avx512State = 0xE6;
        Structured.Ebx &= ~1u;
        Structured.Ecx &= ~((1u << 3) | (1u << 4) | (1u << 16));
        if ((savedState & avxState) != avxState)
        {
            Signature.Ecx &= ~((1u << 12) | (1u << 28) | (1u << 29));
            Extended.Ecx &= ~((1u << 11) | (1u << 16));
            Structured.Ebx &= ~(1u << 5);
            Structured.Ecx &= ~((1u << 9) | (1u << 10));
            StructuredMore.Eax &= ~(1u << 4);
        }

        if ((savedState & avx512State) != avx512State)
        {
            Structured.Ebx &= ~((1u << 16) | (1u << 17) | (1u << 21) | (1u << 26) | (1u << 27) | (1u << 28) | (1u << 30) | (1u << 31));
            Structured.Ecx &= ~((1u << 1) | (1u << 6) | (1u << 11) | (1u << 12) | (1u << 14));
            Structured.Edx &= ~((1u << 2) | (1u << 3) | (1u << 8) | (1u << 23));
            StructuredMore.Eax &= ~(1u << 5);
        }
    }

    private static void Copy(in CpuidLeaf leaf, Span<byte> name)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(name, leaf.Eax);
        BinaryPrimitives.WriteUInt32LittleEndian(name[4..], leaf.Ebx);
        BinaryPrimitives.WriteUInt32LittleEndian(name[8..], leaf.Ecx);
        BinaryPrimitives.WriteUInt32LittleEndian(name[12..], leaf.Edx);
    }
}
