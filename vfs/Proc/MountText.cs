// The lines of /proc/self/mounts and /proc/self/mountinfo (proc(5)) out of the mount table; ProcFileSystem shows them.
namespace Vfs.Proc;

using System;
using Kernel.Abi;

internal static class MountText
{
    /// <summary>source point type options 0 0</summary>
    public static int WriteMounts(MountTable mounts, Dentry root, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        for (int index = 0; index < mounts.Capacity; index++)
        {
            Mount mount = mounts[index];
            if (mount.IsMounted)
            {
                AppendSource(mount, ref builder);
                builder.Append((byte)' ');
                AppendPoint(mount, root, ref builder);
                builder.Append((byte)' ');
                builder.Append(mount.FileSystem.TypeName);
                builder.Append((byte)' ');
                AppendOptions(mount, ref builder);
                builder.Append(" 0 0\n"u8);
            }
        }

        return builder.Length;
    }

    /// <summary>id parent major:minor root point options - type source options</summary>
    public static int WriteMountInformation(MountTable mounts, Dentry root, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        for (int index = 0; index < mounts.Capacity; index++)
        {
            Mount mount = mounts[index];
            if (mount.IsMounted)
            {
                builder.AppendDecimal(index + 1);
                builder.Append((byte)' ');
                builder.AppendDecimal(mount.Point == null ? 0 : mount.Point.Mount.Index + 1);
                builder.Append(" 0:"u8);
                builder.AppendDecimal(mount.Device);
                builder.Append(" / "u8);
                AppendPoint(mount, root, ref builder);
                builder.Append(mount.IsReadOnly ? " ro - "u8 : " rw - "u8);
                builder.Append(mount.FileSystem.TypeName);
                builder.Append((byte)' ');
                AppendSource(mount, ref builder);
                builder.Append((byte)' ');
                AppendOptions(mount, ref builder);
                builder.Append((byte)'\n');
            }
        }

        return builder.Length;
    }

    private static void AppendOptions(Mount mount, ref TextBuilder builder)
    {
        builder.Append(mount.IsReadOnly ? "ro"u8 : "rw"u8);
        if (!mount.Options.IsEmpty)
        {
            builder.Append((byte)',');
            builder.Append(mount.Options);
        }
    }

    private static void AppendSource(Mount mount, ref TextBuilder builder)
    {
        if (mount.Source.IsEmpty)
        {
            builder.Append("none"u8);
        }

        AppendEscaped(mount.Source, ref builder);
    }

    private static void AppendPoint(Mount mount, Dentry root, ref TextBuilder builder)
    {
        Span<byte> path = stackalloc byte[Limits.Path];
        Result<int> length = DentryPath.Write(mount.Root, root, path);
        AppendEscaped(length.IsError ? "?"u8 : path[..length.Value], ref builder);
    }

    /// <summary>Space, tab, newline and backslash are written in octal (getmntent(3)).</summary>
    private static void AppendEscaped(scoped ReadOnlySpan<byte> text, ref TextBuilder builder)
    {
        for (int index = 0; index < text.Length; index++)
        {
            byte character = text[index];
            if (character is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\\')
            {
                builder.Append((byte)'\\');
                builder.Append((byte)('0' + (character >> 6)));
                builder.Append((byte)('0' + ((character >> 3) & 7)));
                builder.Append((byte)('0' + (character & 7)));
            }
            else
            {
                builder.Append(character);
            }
        }
    }
}
