// What CPUID and KVM know about the TSC's frequency, so that nothing has to be measured. Asked by Clock.
namespace Kernel.Time;

using System.Runtime.InteropServices;
using Kernel.Arch.X64;
using Kernel.Memory;

public static unsafe class HypervisorClock
{
    private const uint HypervisorLeaf = 0x40000000;

    /// <summary>"KVMK", "VMKV", "M": the signature in ebx, ecx and edx.</summary>
    private const uint KvmEbx = 0x4B4D564B;
    private const uint KvmEcx = 0x564B4D56;
    private const uint KvmEdx = 0x4D;

    /// <summary>KVM_FEATURE_CLOCKSOURCE2.</summary>
    private const uint KvmClock = 1 << 3;

    private static TimeRecord s_record;

    /// <summary>Hz, or 0 when nobody says exactly.</summary>
    public static ulong FindTscFrequency()
    {
        // Intel SDM volume 3B §19.7.3: crystal clock times ratio.
        CpuidLeaf ratio = Cpuid.QueryIfPresent(0x15);
        if (ratio.Eax != 0 && ratio.Ebx != 0 && ratio.Ecx != 0)
        {
            return (ulong)ratio.Ecx * ratio.Ebx / ratio.Eax;
        }

        if (!Cpuid.HasHypervisor)
        {
            return 0;
        }

        // The timing leaf that VMware defined and QEMU offers: kHz.
        CpuidLeaf hypervisor = Cpuid.Query(HypervisorLeaf);
        if (hypervisor.Eax is >= HypervisorLeaf + 0x10 and < HypervisorLeaf + 0x10000)
        {
            CpuidLeaf timing = Cpuid.Query(HypervisorLeaf + 0x10);
            if (timing.Eax != 0)
            {
                return timing.Eax * 1000ul;
            }
        }

        bool isKvm = hypervisor.Ebx == KvmEbx && hypervisor.Ecx == KvmEcx && hypervisor.Edx == KvmEdx;
        return isKvm && (Cpuid.Query(HypervisorLeaf + 1).Eax & KvmClock) != 0 ? ReadKvmFrequency() : 0;
    }

    /// <summary>The frequency on the processor's label, or 1 GHz: something that keeps time-outs finite.</summary>
    public static ulong GuessTscFrequency()
    {
        uint megahertz = Cpuid.QueryIfPresent(0x16).Eax;
        return megahertz == 0 ? 1_000_000_000 : megahertz * 1_000_000ul;
    }

    /// <summary>KVM fills the record in when the MSR is written; ns = ((tsc &lt;&lt; shift) * multiplier) &gt;&gt; 32.</summary>
    private static ulong ReadKvmFrequency()
    {
        fixed (TimeRecord* record = &s_record)
        {
            Msr.Write(Msr.KvmSystemTime, PhysicalAddress.Of(record).Value | 1);
            uint multiplier = record->Multiplier;
            int shift = record->Shift;
            Msr.Write(Msr.KvmSystemTime, 0);
            if (multiplier == 0)
            {
                return 0;
            }

            ulong frequency = (ClockScale.Nanosecond << 32) / multiplier;
            return shift < 0 ? frequency << -shift : frequency >> shift;
        }
    }

    /// <summary>struct pvclock_vcpu_time_info, 32 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeRecord
    {
        public uint Version;
        public uint Reserved;
        public ulong Timestamp;
        public ulong SystemTime;
        public uint Multiplier;
        public sbyte Shift;
        public byte Flags;
        public ushort Padding;
    }
}
