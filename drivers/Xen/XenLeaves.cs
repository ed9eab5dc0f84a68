// What CPUID says of Xen (xen/include/public/arch-x86/cpuid.h). Board looks here to find out what it runs on.
namespace Drivers.Xen;

using Kernel.Arch.X64;

public readonly struct XenLeaves
{
    private const uint First = 0x40000000, Step = 0x100, End = 0x40010000;

    // "XenVMMXenVMM" in ebx, ecx and edx.
    private const uint SignatureB = 0x566E6558, SignatureC = 0x65584D4D, SignatureD = 0x4D4D566E;

    private const uint HypercallLeaf = 2, HvmLeaf = 4;
    private const uint HasVcpuVector = 1 << 6;

    private readonly uint _start;
    private readonly uint _last;

    private XenLeaves(uint start, uint last)
    {
        _start = start;
        _last = last;
    }

    public bool IsPresent => _start != 0;

    /// <summary>The MSR that takes the address of the hypercall page; 0 when there is none that this kernel can believe in.</summary>
    public uint HypercallMsr
    {
        get
        {
            CpuidLeaf leaf = Query(HypercallLeaf);

            // Xen's is 40000000h, or 40000200h beside Hyper-V's, among those that processors leave to software; another would be a #GP.
            return leaf.Eax != 0 && leaf.Ebx >> 12 == First >> 12 ? leaf.Ebx : 0;
        }
    }

    /// <summary>Events can come as an interrupt of the local APIC.</summary>
    public bool HasUpcallVector => (Query(HvmLeaf).Eax & HasVcpuVector) != 0;

    /// <summary>Looks for them: other hypervisors' leaves may come before.</summary>
    public static XenLeaves Find()
    {
        if (Cpuid.HasHypervisor)
        {
            for (uint start = First; start < End; start += Step)
            {
                CpuidLeaf leaf = Cpuid.Query(start);
                if (IsSignature(leaf) && leaf.Eax >= start + HypercallLeaf)
                {
                    return new XenLeaves(start, leaf.Eax);
                }

                // Without a hypervisor's leaf here there is none further up either: what QEMU has no leaves for costs one question.
                if (leaf.Eax < start || leaf.Eax >= End)
                {
                    break;
                }
            }
        }

        return default;
    }

    private static bool IsSignature(in CpuidLeaf leaf) => leaf.Ebx == SignatureB && leaf.Ecx == SignatureC && leaf.Edx == SignatureD;

    private CpuidLeaf Query(uint leaf) => _start + leaf <= _last ? Cpuid.Query(_start + leaf) : default;
}
