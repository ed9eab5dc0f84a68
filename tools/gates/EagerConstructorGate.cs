// Rule preinitialised-statics, in the image: ilc's table of static constructors to run at boot is empty.
namespace Gates;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

public static class EagerConstructorGate
{
    // The ready-to-run header: 16 bytes, then rows of id, flags, start, end (ReadyToRunSectionType in the runtime's sources).
    private const int HeaderLength = 16;
    private const int CountOffset = 12;
    private const int RowLength = 24;
    private const int EagerCctor = 205;
    private const int ModuleInitializers = 213;

    public static IEnumerable<Violation> Check(ElfFile elf)
    {
        ElfSymbol? modules = elf.Symbols.FirstOrDefault(s => s.Name == "__modules_start");
        if (modules is null)
        {
            yield return new(StaticsGate.Rule, "linker.ld", "no __modules_start: static fields would never be set up");
            yield break;
        }

        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(elf.ContentsAt(modules.Value, 8));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(elf.ContentsAt(header + CountOffset, 2));
        for (int i = 0; i < count; i++)
        {
            byte[] row = elf.ContentsAt(header + HeaderLength + (ulong)(i * RowLength), RowLength).ToArray();
            int id = BinaryPrimitives.ReadInt32LittleEndian(row);
            ulong start = BinaryPrimitives.ReadUInt64LittleEndian(row.AsSpan(8));
            ulong end = BinaryPrimitives.ReadUInt64LittleEndian(row.AsSpan(16));
            if (id is EagerCctor or ModuleInitializers && end != start)
            {
                yield return new(StaticsGate.Rule, "image", $"{(end - start) / 4} static constructors or module initializers would run at boot");
            }
        }
    }
}
