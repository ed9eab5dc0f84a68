// Names for code addresses. tools/gates writes the table into the image between the two links (tools/gates/SymbolTableWriter.cs).
namespace Kernel.Diagnostics;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>
/// Little-endian u32 words, then names: count, block count, count function offsets from the start of the code in ascending order, block
/// count positions in the names. A name is two bytes and a suffix: how many bytes it shares with the name before it, how many follow.
/// Every <see cref="BlockLength"/> names a block begins, whose first name shares nothing.
/// </summary>
internal static class SymbolTable
{
    private const int BlockLength = 16;
    private const int NameLength = 200;
    private const int Header = 2;

    /// <summary>Appends "Namespace.Type.Method+0x1f" for an address in the code, or nothing when there is no table.</summary>
    public static void Describe(ulong address, ref TextBuilder line)
    {
        ReadOnlySpan<byte> table = Image.Symbols;
        if (table.Length < Header * sizeof(uint) || !Image.IsCode(address))
        {
            return;
        }

        uint offset = (uint)(address - Image.CodeStart);
        int index = Find(table, offset);
        if (index >= 0)
        {
            AppendName(table, index, ref line);
            line.Append("+0x"u8);
            line.AppendHex(offset - Word(table, Header + index));
        }
    }

    /// <summary>The last function at or below <paramref name="offset"/>, -1 when it is below the first.</summary>
    private static int Find(ReadOnlySpan<byte> table, uint offset)
    {
        int low = 0;
        int high = (int)Word(table, 0);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Word(table, Header + middle) <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private static void AppendName(ReadOnlySpan<byte> table, int index, ref TextBuilder line)
    {
        int count = (int)Word(table, 0);
        int blocks = (int)Word(table, 1);
        ReadOnlySpan<byte> names = table.Slice((Header + count + blocks) * sizeof(uint));
        int at = (int)Word(table, Header + count + (index / BlockLength));
        Span<byte> name = stackalloc byte[NameLength];
        int length = 0;
        for (int i = index / BlockLength * BlockLength; i <= index; i++)
        {
            int shared = names[at];
            int added = names[at + 1];
            names.Slice(at + 2, added).CopyTo(name.Slice(shared));
            length = shared + added;
            at += 2 + added;
        }

        line.Append(name.Slice(0, length));
    }

    private static uint Word(ReadOnlySpan<byte> table, int index) =>
        BinaryPrimitives.ReadUInt32LittleEndian(table.Slice(index * sizeof(uint)));
}
