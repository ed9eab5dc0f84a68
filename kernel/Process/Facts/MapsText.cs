// /proc/self/maps (proc(5)). C libraries look in it for the bounds of the first thread's stack, debuggers for the program's addresses.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Vfs;

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
    /// <param name="root">What the paths of mapped files begin at.</param>
    public static int Write(RegionTable regions, Dentry root, Span<byte> text)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        ReadOnlySpan<byte> path = room.Slice(0, 0);
        var builder = new TextBuilder(text);
        OpenFile? file = null;
        for (int index = 0; index < regions.Count; index++)
        {
            ref readonly Region region = ref regions[index];
            if (region.File != file)
            {
                // A file's regions follow each other.
                file = region.File;
                path = room.Slice(0, file == null ? 0 : WritePath(file, root, room));
            }

            bool isLast = index == regions.Count - 1;
            if (isLast || text.Length - builder.Length >= LongestPrefix + path.Length + LongestPrefix)
            {
                AppendRegion(in region, path, ref builder);
            }
        }

        return builder.Length;
    }

    private static int WritePath(OpenFile file, Dentry root, scoped Span<byte> path)
    {
        if (file.Dentry != null)
        {
            Result<int> length = DentryPath.WriteWithDeleted(file.Dentry, root, path);
            return length.IsError ? 0 : length.Value;
        }

        var name = new TextBuilder(path);
        file.Node.AppendName(ref name);
        return name.Length;
    }

    private static void AppendRegion(in Region region, scoped ReadOnlySpan<byte> path, ref TextBuilder builder)
    {
        int lineStart = builder.Length;
        OpenFile? file = region.File;
        builder.AppendHex(region.Start, 8);
        builder.Append((byte)'-');
        builder.AppendHex(region.End, 8);
        builder.Append((byte)' ');
        builder.Append((byte)((region.Protection & Protection.Read) != 0 ? 'r' : '-'));
        builder.Append((byte)((region.Protection & Protection.Write) != 0 ? 'w' : '-'));
        builder.Append((byte)((region.Protection & Protection.Execute) != 0 ? 'x' : '-'));
        builder.Append((byte)(region.IsShared || region.Name == RegionName.Shared ? 's' : 'p'));
        builder.Append((byte)' ');
        builder.AppendHex(region.Offset, 8);
        builder.Append(" 00:"u8);
        builder.AppendHex(file?.Dentry == null ? 0 : file.Dentry.Mount.Device, 2);
        builder.Append((byte)' ');
        builder.AppendDecimal(file == null ? 0 : file.Node.Inode);
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
        RegionName.Heap => "[heap]"u8,
        RegionName.Stack => "[stack]"u8,
        RegionName.Shared => "/dev/zero (deleted)"u8,
        RegionName.Vdso => "[vdso]"u8,
        RegionName.TimePage => "[vvar]"u8,
        _ => path,
    };

    /// <summary>A line end within a name is written in octal (proc(5)).</summary>
    private static void AppendEscaped(scoped ReadOnlySpan<byte> name, ref TextBuilder builder)
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
