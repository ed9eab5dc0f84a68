// /proc/self/maps (proc(5)). C libraries look in it for the bounds of the first thread's stack, debuggers for the program's addresses.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;
using Kernel.Memory;

internal static class MapsText
{
    /// <summary>Where the last column begins on x86-64 (fs/proc/task_mmu.c, show_vma_header_prefix).</summary>
    private const int NameColumn = 73;

    /// <summary>Room for a line without its name; addresses and inodes can be longer than their columns.</summary>
    private const int LongestPrefix = 100;

    private static ReadOnlySpan<byte> Blanks => "                                                                        "u8;

    /// <summary>
    /// One line for each region, in ascending order. When there are too many, those are left out that come late, but never the last one:
    /// that is the stack, which is the one that programs look for.
    /// </summary>
    /// <param name="path">Of the program's file.</param>
    /// <param name="device">Minor number of the file system that the program is on.</param>
    /// <param name="inode">Of the program's file.</param>
    public static int Write(RegionTable regions, ProgramImage program, ReadOnlySpan<byte> path, ulong device, ulong inode, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        for (int index = 0; index < regions.Count; index++)
        {
            ref readonly Region region = ref regions[index];
            bool isLast = index == regions.Count - 1;
            int needed = LongestPrefix + (region.Name == RegionName.Program ? path.Length : 0);
            if (isLast || text.Length - builder.Length >= needed + LongestPrefix)
            {
                AppendRegion(in region, program, path, device, inode, ref builder);
            }
        }

        return builder.Length;
    }

    private static void AppendRegion(
        in Region region, ProgramImage program, ReadOnlySpan<byte> path, ulong device, ulong inode, ref TextBuilder builder)
    {
        int lineStart = builder.Length;
        bool isProgram = region.Name == RegionName.Program;
        builder.AppendHex(region.Start, 8);
        builder.Append((byte)'-');
        builder.AppendHex(region.End, 8);
        builder.Append((byte)' ');
        builder.Append((byte)((region.Protection & Protection.Read) != 0 ? 'r' : '-'));
        builder.Append((byte)((region.Protection & Protection.Write) != 0 ? 'w' : '-'));
        builder.Append((byte)((region.Protection & Protection.Execute) != 0 ? 'x' : '-'));
        builder.Append("p "u8);
        builder.AppendHex(isProgram ? program.FileOffsetOf(region.Start) : 0, 8);
        builder.Append(" 00:"u8);
        builder.AppendHex(isProgram ? device : 0, 2);
        builder.Append((byte)' ');
        builder.AppendDecimal(isProgram ? inode : 0);
        builder.Append((byte)' ');

        ReadOnlySpan<byte> name = NameOf(region.Name, path);
        if (!name.IsEmpty)
        {
            builder.Append(Blanks[..Math.Clamp(NameColumn - (builder.Length - lineStart), 0, Blanks.Length)]);
            AppendEscaped(name, ref builder);
        }

        builder.Append((byte)'\n');
    }

    private static ReadOnlySpan<byte> NameOf(RegionName name, ReadOnlySpan<byte> path) => name switch
    {
        RegionName.Program => path,
        RegionName.Heap => "[heap]"u8,
        RegionName.Stack => "[stack]"u8,
        RegionName.Vdso => "[vdso]"u8,
        RegionName.TimePage => "[vvar]"u8,
        _ => default,
    };

    /// <summary>A line end within a name is written in octal (proc(5)).</summary>
    private static void AppendEscaped(ReadOnlySpan<byte> name, ref TextBuilder builder)
    {
        for (int index = 0; index < name.Length; index++)
        {
            if (name[index] == (byte)'\n')
            {
                builder.Append("\\012"u8);
            }
            else
            {
                builder.Append(name[index]);
            }
        }
    }
}
