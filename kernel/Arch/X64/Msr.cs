// Model-specific registers that the kernel uses, by number (Intel SDM volume 4); written at boot and at thread switches.
namespace Kernel.Arch.X64;

using System.Runtime;
using System.Runtime.CompilerServices;

public static class Msr
{
    public const uint ApicBase = 0x1B;
    public const uint TscDeadline = 0x6E0;
    public const uint X2ApicFirst = 0x800;
    public const uint Efer = 0xC0000080;
    public const uint Star = 0xC0000081;
    public const uint LongModeStar = 0xC0000082;
    public const uint SyscallFlagMask = 0xC0000084;
    public const uint FsBase = 0xC0000100;
    public const uint GsBase = 0xC0000101;

    /// <summary>KVM_FEATURE_CLOCKSOURCE2: MSR_KVM_SYSTEM_TIME_NEW (Documentation/virt/kvm/x86/msr.rst).</summary>
    public const uint KvmSystemTime = 0x4B564D01;

    /// <summary>Reads a register; one that does not exist is a #GP and so a panic.</summary>
    [RuntimeImport("*", "cpu_rdmsr"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong Read(uint register);

    [RuntimeImport("*", "cpu_wrmsr"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Write(uint register, ulong value);
}
