// The names of the processor's features in /proc/cpuinfo, bit by bit; ProcessorText appends them.
namespace Kernel.Arch.X64;

using System;
using Kernel.Abi;

/// <summary>
/// Linux's names in Linux's order (arch/x86/include/asm/cpufeatures.h). A dash is a bit without a name, or one that means nothing to
/// an app. Features that Linux makes up itself are left out, but for the two that tell whether the timestamp counter is a clock.
/// </summary>
public static class ProcessorFlags
{
    private static ReadOnlySpan<byte> SignatureEdx =>
        "fpu vme de pse tsc msr pae mce cx8 apic - sep mtrr pge mca cmov pat pse36 pn clflush - dts acpi mmx fxsr sse sse2 ss ht tm ia64 pbe"u8;

    private static ReadOnlySpan<byte> ExtendedEdx =>
        "- - - - - - - - - - - syscall - - - - - - - mp nx - mmxext - - fxsr_opt pdpe1gb rdtscp - lm 3dnowext 3dnow"u8;

    private static ReadOnlySpan<byte> SignatureEcx =>
        "pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid sdbg fma cx16 xtpr pdcm - pcid dca sse4_1 sse4_2 x2apic movbe popcnt "u8
        + "tsc_deadline_timer aes xsave - avx f16c rdrand hypervisor"u8;

    private static ReadOnlySpan<byte> ExtendedEcx =>
        "lahf_lm cmp_legacy svm extapic cr8_legacy abm sse4a misalignsse 3dnowprefetch osvw ibs xop skinit wdt - lwp fma4 tce - nodeid_msr - tbm "u8
        + "topoext perfctr_core perfctr_nb - bpext ptsc perfctr_llc mwaitx"u8;

    private static ReadOnlySpan<byte> StructuredEbx =>
        "fsgsbase tsc_adjust sgx bmi1 hle avx2 - smep bmi2 erms invpcid rtm cqm - - rdt_a avx512f avx512dq rdseed adx smap avx512ifma - "u8
        + "clflushopt clwb intel_pt avx512pf avx512er avx512cd sha_ni avx512bw avx512vl"u8;

    private static ReadOnlySpan<byte> ExtendedStateEax => "xsaveopt xsavec xgetbv1 xsaves"u8;

    private static ReadOnlySpan<byte> StructuredMoreEax => "- - - - avx_vnni avx512_bf16"u8;

    private static ReadOnlySpan<byte> StructuredEcx =>
        "- avx512vbmi umip pku ospke waitpkg avx512_vbmi2 - gfni vaes vpclmulqdq avx512_vnni avx512_bitalg tme avx512_vpopcntdq - la57 - - - - - "u8
        + "rdpid - bus_lock_detect cldemote - movdiri movdir64b"u8;

    private static ReadOnlySpan<byte> StructuredEdx =>
        "- - avx512_4vnniw avx512_4fmaps fsrm - - - avx512_vp2intersect - md_clear - - - serialize - tsxldtrk - - - - - - avx512_fp16"u8;

    /// <summary>Every feature there is, each with a space before it.</summary>
    public static void Append(ProcessorDescription processor, ref TextBuilder text)
    {
        Append(SignatureEdx, processor.Signature.Edx, ref text);
        Append(ExtendedEdx, processor.Extended.Edx, ref text);
        if (processor.HasInvariantCounter)
        {
            text.Append(" constant_tsc nonstop_tsc"u8);
        }

        Append(SignatureEcx, processor.Signature.Ecx, ref text);
        Append(ExtendedEcx, processor.Extended.Ecx, ref text);
        Append(StructuredEbx, processor.Structured.Ebx, ref text);
        Append(ExtendedStateEax, processor.ExtendedState.Eax, ref text);
        Append(StructuredMoreEax, processor.StructuredMore.Eax, ref text);
        Append(StructuredEcx, processor.Structured.Ecx, ref text);
        Append(StructuredEdx, processor.Structured.Edx, ref text);
    }

    private static void Append(ReadOnlySpan<byte> names, uint register, ref TextBuilder text)
    {
        for (; !names.IsEmpty; register >>= 1)
        {
            int end = names.IndexOf((byte)' ');
            ReadOnlySpan<byte> name = end < 0 ? names : names[..end];
            names = end < 0 ? default : names[(end + 1)..];
            if ((register & 1) != 0 && name[0] != '-')
            {
                text.Append((byte)' ');
                text.Append(name);
            }
        }
    }
}
