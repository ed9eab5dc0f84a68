// Rule image-audit, code: every instruction decodes and lies in what the boot code has switched on: x86-64 with SSE2. Privileged ones
// and later extensions appear only in boot/*.S, where they are asked for by CPUID.
namespace Gates;

using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

public static class InstructionGate
{
    public const string Rule = "image-audit";

    /// <summary>Where the 32-bit entry ends.</summary>
    private const string LongModeEntry = "boot_long";

    private static readonly HashSet<CpuidFeature> Baseline =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL8086_ONLY, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486,
        CpuidFeature.X64, CpuidFeature.CMOV, CpuidFeature.CX8, CpuidFeature.MULTIBYTENOP, CpuidFeature.PAUSE, CpuidFeature.SSE, CpuidFeature.SSE2,
    ];

    /// <summary>What boot/*.S may use besides.</summary>
    private static readonly HashSet<CpuidFeature> Assembly =
    [
        CpuidFeature.CPUID, CpuidFeature.MSR, CpuidFeature.TSC, CpuidFeature.RDTSCP, CpuidFeature.FXSR, CpuidFeature.XSAVE, CpuidFeature.RDRAND,
        CpuidFeature.RDSEED, CpuidFeature.SYSCALL, CpuidFeature.SMAP, CpuidFeature.FSGSBASE, CpuidFeature.INTEL286, CpuidFeature.XSAVEOPT,
        CpuidFeature.XSAVEC, CpuidFeature.VMX, CpuidFeature.SVM,
    ];

    public static IEnumerable<Violation> Check(ElfFile elf, MethodNames names)
    {
        FunctionIndex functions = new(elf);
        for (int i = 0; i < elf.Sections.Count; i++)
        {
            ElfSection section = elf.Sections[i];
            if (section.IsExecutable && section.Address != 0)
            {
                ulong boundary = elf.Symbols.FirstOrDefault(s => s.Name == LongModeEntry && s.Section == i)?.Value ?? section.Address;
                byte[] code = elf.Contents(section).ToArray();
                int split = (int)(boundary - section.Address);
                foreach (Violation violation in CheckCode(code[..split], 32, section.Address, i).Concat(CheckCode(code[split..], 64, boundary, i)))
                {
                    yield return violation;
                }
            }
        }

        IEnumerable<Violation> CheckCode(byte[] code, int bitness, ulong address, int section)
        {
            Decoder decoder = Decoder.Create(bitness, code, address);
            while (decoder.IP < address + (ulong)code.Length)
            {
                Instruction instruction = decoder.Decode();
                string function = functions.Find(section, instruction.IP)?.Name ?? "?";
                string? problem = Judge(instruction, names.IsManaged(function));
                if (problem is not null)
                {
                    yield return new(Rule, names.Describe(function), $"{problem} at {instruction.IP:x}: {instruction}");
                }

                if (instruction.IsInvalid)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>What is wrong with an instruction, null when nothing is.</summary>
    public static string? Judge(in Instruction instruction, bool isManaged)
    {
        if (instruction.IsInvalid)
        {
            return "bytes that are no instruction";
        }

        if (instruction.Encoding != EncodingKind.Legacy)
        {
            return $"{instruction.Encoding} encoding";
        }

        if (isManaged && instruction.IsPrivileged)
        {
            return "privileged instruction in C# code";
        }

        foreach (CpuidFeature feature in instruction.CpuidFeatures)
        {
            if (!Baseline.Contains(feature) && (isManaged || !Assembly.Contains(feature)))
            {
                return $"needs {feature}";
            }
        }

        return null;
    }
}
