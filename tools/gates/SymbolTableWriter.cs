// Encodes function offsets and names; the format is described where it is read, in kernel/Diagnostics/SymbolTable.cs.
namespace Gates;

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

public static class SymbolTableWriter
{
    private const int BlockLength = 16;
    private const int NameLength = 160;

    public static byte[] Write(IEnumerable<(uint Offset, string Name)> functions)
    {
        (uint Offset, string Name)[] ordered = [.. functions.OrderBy(f => f.Offset)];
        List<uint> blocks = [];
        MemoryStream names = new();
        byte[] previous = [];
        for (int i = 0; i < ordered.Length; i++)
        {
            byte[] name = Encoding.ASCII.GetBytes(ordered[i].Name);
            name = name[..Math.Min(name.Length, NameLength)];
            int shared = 0;
            if (i % BlockLength == 0)
            {
                blocks.Add((uint)names.Length);
            }
            else
            {
                shared = previous.AsSpan().CommonPrefixLength(name);
            }

            names.WriteByte((byte)shared);
            names.WriteByte((byte)(name.Length - shared));
            names.Write(name.AsSpan(shared));
            previous = name;
        }

        MemoryStream table = new();
        using BinaryWriter writer = new(table);
        writer.Write((uint)ordered.Length);
        writer.Write((uint)blocks.Count);
        foreach ((uint offset, _) in ordered)
        {
            writer.Write(offset);
        }

        blocks.ForEach(writer.Write);
        writer.Write(names.ToArray());
        writer.Flush();
        return table.ToArray();
    }
}
