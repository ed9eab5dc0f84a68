// Reads a 64-bit little-endian ELF file: sections, symbols and relocations of ilc's object, segments of the linked kernel.
namespace Gates;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

public sealed record ElfSection(string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, uint Target)
{
    public bool IsExecutable => (Flags & 4) != 0;
}

public sealed record ElfSymbol(string Name, byte Type, int Section, ulong Value, ulong Size)
{
    public bool IsUndefined => Section == 0;
}

/// <param name="Section">Index of the section that is patched.</param>
/// <param name="FileOffset">Where the entry itself is in the file.</param>
public sealed record ElfRelocation(int Section, ulong Offset, string Symbol, int FileOffset);

public sealed record ElfSegment(uint Type, uint Flags, ulong Address, ulong PhysicalAddress, ulong FileSize, ulong MemorySize)
{
    public const uint Load = 1;

    public bool IsWritable => (Flags & 2) != 0;

    public bool IsExecutable => (Flags & 1) != 0;
}

public sealed class ElfFile
{
    private const uint SymbolTableType = 2;
    private const uint RelocationType = 4;
    private const uint NoBits = 8;

    private readonly byte[] _bytes;

    public ElfFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        Sections = ReadSections();
        Symbols = ReadSymbols();
    }

    public IReadOnlyList<ElfSection> Sections { get; }

    public IReadOnlyList<ElfSymbol> Symbols { get; }

    public IEnumerable<ElfSegment> Segments
    {
        get
        {
            int start = (int)Long(32);
            for (int i = 0; i < Short(56); i++)
            {
                int at = start + (i * 56);
                yield return new(Word(at), Word(at + 4), Long(at + 16), Long(at + 24), Long(at + 32), Long(at + 40));
            }
        }
    }

    public IEnumerable<ElfRelocation> Relocations
    {
        get
        {
            foreach (ElfSection section in Sections.Where(s => s.Type == RelocationType))
            {
                for (ulong at = section.Offset; at < section.Offset + section.Size; at += 24)
                {
                    int symbol = (int)(Long((int)at + 8) >> 32);
                    yield return new((int)section.Target, Long((int)at), Symbols[symbol].Name, (int)at);
                }
            }
        }
    }

    public ReadOnlySpan<byte> Contents(ElfSection section) =>
        section.Type == NoBits ? default : _bytes.AsSpan((int)section.Offset, (int)section.Size);

    public ReadOnlySpan<byte> ContentsAt(ulong address, int length)
    {
        ElfSection section = Sections.First(s => s.Address != 0 && s.Type != NoBits && address >= s.Address && address < s.Address + s.Size);
        return _bytes.AsSpan((int)(section.Offset + address - section.Address), length);
    }

    private List<ElfSection> ReadSections()
    {
        int start = (int)Long(40);
        int count = Short(60);
        ulong names = Long(start + (Short(62) * 64) + 24);
        List<ElfSection> sections = [];
        for (int i = 0; i < count; i++)
        {
            int at = start + (i * 64);
            sections.Add(new(
                Text(names + Word(at)), Word(at + 4), Long(at + 8), Long(at + 16), Long(at + 24), Long(at + 32), Word(at + 40), Word(at + 44)));
        }

        return sections;
    }

    private List<ElfSymbol> ReadSymbols()
    {
        List<ElfSymbol> symbols = [];
        ElfSection? table = Sections.FirstOrDefault(s => s.Type == SymbolTableType);
        if (table is null)
        {
            return symbols;
        }

        ulong names = Sections[(int)table.Link].Offset;
        for (ulong at = table.Offset; at < table.Offset + table.Size; at += 24)
        {
            int entry = (int)at;
            symbols.Add(new(Text(names + Word(entry)), (byte)(_bytes[entry + 4] & 15), Short(entry + 6), Long(entry + 8), Long(entry + 16)));
        }

        return symbols;
    }

    private string Text(ulong offset)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan((int)offset);
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private ushort Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private ulong Long(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));
}
