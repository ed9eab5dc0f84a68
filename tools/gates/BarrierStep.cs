// Puts the write barrier's one store in place of its calls in ilc's object. The build runs it right after ilc.
namespace Gates;

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;

/// <summary>
/// ilc calls RhpAssignRef for every store of a reference, so that a collector can follow. There is no collector: the routine
/// is <c>mov [rdi], rsi</c> (boot/Runtime.S), three bytes where the call has five. Without the calls a boot under TCG, where
/// every call ends a block to be translated, takes a tenth less time.
/// </summary>
public static class BarrierStep
{
    private const byte Call = 0xE8;
    private const int CallLength = 5;

    /// <summary><c>mov [rdi], rsi</c> and a two-byte no-operation (Intel SDM volume 2B, NOP).</summary>
    private static ReadOnlySpan<byte> Store => [0x48, 0x89, 0x37, 0x66, 0x90];

    public static int Run(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int stores = Inline(bytes, new ElfFile(path));
        File.WriteAllBytes(path, bytes);
        Console.WriteLine($"gates: {stores} write barriers became stores");
        return 0;
    }

    /// <summary>Changes the object's bytes; what is not a plain call, a jump at the end of a method, stays. Returns how many calls are gone.</summary>
    public static int Inline(byte[] bytes, ElfFile compiled)
    {
        int stores = 0;
        foreach (ElfRelocation relocation in compiled.Relocations.Where(r => r.Symbol is "RhpAssignRef" or "RhpCheckedAssignRef"))
        {
            // The relocation is for the operand, one byte into the instruction.
            Span<byte> instruction = bytes.AsSpan((int)(compiled.Sections[relocation.Section].Offset + relocation.Offset) - 1, CallLength);
            if (instruction[0] == Call)
            {
                Store.CopyTo(instruction);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(relocation.FileOffset + 8), 0); // R_X86_64_NONE
                stores++;
            }
        }

        return stores;
    }
}
