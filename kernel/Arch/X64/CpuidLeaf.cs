// One answer of CPUID. Cpuid asks; the descriptions of the processor and its caches decode it, on the host too.
namespace Kernel.Arch.X64;

/// <summary>The four registers that CPUID returns.</summary>
public struct CpuidLeaf
{
    public uint Eax;
    public uint Ebx;
    public uint Ecx;
    public uint Edx;
}
