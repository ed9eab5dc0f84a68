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
internal readonly ref struct SymbolTable(ReadOnlySpan<byte> table)
{
    private const int BlockLength = 16;
    private const int NameLength = 200;
    private const int Header = 2;

    private readonly ReadOnlySpan<byte> _table = table;

    /// <summary>Appends "Namespace.Type.Method+0x1f", or nothing when there is no table.</summary>
    /// <param name="offset">Bytes from the start of the code.</param>
    public void Describe(uint offset, ref TextBuilder line)
    {
        if (_table.Length < Header * sizeof(uint))
        {
            return;
        }

        int index = Find(offset);
        if (index >= 0)
        {
            AppendName(index, ref line);
            line.Append("+0x"u8);
            line.AppendHex(offset - Word(Header + index));
        }
    }

    /// <summary>The last function at or below <paramref name="offset"/>, -1 when it is below the first.</summary>
    private int Find(uint offset)
    {
        int low = 0;
        int high = (int)Word(0);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Word(Header + middle) <= offset)
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

    private void AppendName(int index, ref TextBuilder line)
    {
        int count = (int)Word(0);
        int blocks = (int)Word(1);
        ReadOnlySpan<byte> names = _table.Slice((Header + count + blocks) * sizeof(uint));
        int at = (int)Word(Header + count + (index / BlockLength));
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

    private uint Word(int index) =>
        BinaryPrimitives.ReadUInt32LittleEndian(_table.Slice(index * sizeof(uint)));
}
