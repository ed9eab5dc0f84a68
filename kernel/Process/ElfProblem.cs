// Why a file cannot be run as a program; ElfImage finds it, the start of the app turns it into the sentence and exit status 126.
namespace Kernel.Process;

using System;

/// <summary>What is wrong with an ELF file, or <see cref="None"/>.</summary>
public enum ElfProblem : byte
{
    None,
    NotElf,
    Script,
    Not64Bit,
    BigEndian,
    OtherMachine,
    NotAProgram,
    MalformedInterpreter,
    InterpretedInterpreter,
    MalformedScript,
    Truncated,
    MalformedHeader,
    MalformedSegment,
    OverlappingSegments,
    OutsideUserSpace,
    TooManySegments,
    NoSegments,
    NoEntryPoint,
}

/// <summary>The words for each <see cref="ElfProblem"/>.</summary>
public static class ElfProblemText
{
    /// <summary>What follows "ninesharp: /app: " on stderr.</summary>
    public static ReadOnlySpan<byte> Of(ElfProblem problem) => problem switch
    {
        ElfProblem.NotElf => "not an ELF program"u8,
        ElfProblem.Script => "a #! script"u8,
        ElfProblem.MalformedScript => "a #! script that names no interpreter"u8,
        ElfProblem.Not64Bit => "a 32-bit ELF file; only 64-bit x86-64 programs can be run"u8,
        ElfProblem.BigEndian => "an ELF file for a big-endian machine; only x86-64 programs can be run"u8,
        ElfProblem.OtherMachine => "an ELF file for another architecture; only x86-64 programs can be run"u8,
        ElfProblem.NotAProgram => "an ELF object or core file, not a program"u8,
        ElfProblem.MalformedInterpreter => "an ELF file with a malformed interpreter path"u8,
        ElfProblem.InterpretedInterpreter => "a program that itself needs an interpreter"u8,
        ElfProblem.Truncated => "a truncated ELF file"u8,
        ElfProblem.MalformedHeader => "an ELF file with a malformed header"u8,
        ElfProblem.MalformedSegment => "an ELF file with a malformed segment"u8,
        ElfProblem.OverlappingSegments => "an ELF file with overlapping segments"u8,
        ElfProblem.OutsideUserSpace => "an ELF file with a segment outside the address space of programs"u8,
        ElfProblem.TooManySegments => "an ELF file with too many segments"u8,
        ElfProblem.NoSegments => "an ELF file without anything to load"u8,
        ElfProblem.NoEntryPoint => "an ELF file without an entry point (a shared library?)"u8,
        _ => "runnable"u8,
    };
}
