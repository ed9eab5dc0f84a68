// The way back from a dentry to its path: getcwd(2), the links of /proc/self/fd, and the mount points of /proc/mounts.
namespace Vfs;

using System;
using Kernel.Abi;

public static class DentryPath
{
    /// <summary>
    /// Writes the absolute path of <paramref name="dentry"/> as seen from <paramref name="root"/> to the start of <paramref name="path"/>.
    /// </summary>
    /// <returns>Its length in bytes. ERANGE when it does not fit; ENOENT when the dentry, or a directory above it, was removed.</returns>
    public static Result<int> Write(Dentry dentry, Dentry root, Span<byte> path)
    {
        Result<int> length = WriteAnyway(dentry, root, path, out bool isDeleted);
        return !length.IsError && isDeleted ? Errno.ENOENT : length;
    }

    /// <summary>As <see cref="Write"/>, but a removed file has its last path with " (deleted)" behind it, as in /proc/self/fd.</summary>
    public static Result<int> WriteWithDeleted(Dentry dentry, Dentry root, Span<byte> path)
    {
        Result<int> length = WriteAnyway(dentry, root, path, out bool isDeleted);
        ReadOnlySpan<byte> suffix = " (deleted)"u8;
        if (length.IsError || !isDeleted)
        {
            return length;
        }

        if (path.Length - length.Value < suffix.Length)
        {
            return Errno.ERANGE;
        }

        suffix.CopyTo(path[length.Value..]);
        return length.Value + suffix.Length;
    }

    private static Result<int> WriteAnyway(Dentry dentry, Dentry root, Span<byte> path, out bool isDeleted)
    {
        // From the last name to the first, at the far end; then moved to the front.
        isDeleted = false;
        int start = path.Length;
        Dentry at = dentry;
        while (at != root)
        {
            if (at.Parent == null)
            {
                if (at.Mount.Point == null)
                {
                    break;
                }

                at = at.Mount.Point;
                continue;
            }

            isDeleted |= at.IsDeleted;
            if (at.Name.Length + 1 > start)
            {
                return Errno.ERANGE;
            }

            start -= at.Name.Length;
            at.Name.CopyTo(path[start..]);
            path[--start] = (byte)'/';
            at = at.Parent;
        }

        if (start == path.Length)
        {
            if (start == 0)
            {
                return Errno.ERANGE;
            }

            path[--start] = (byte)'/';
        }

        path[start..].CopyTo(path);
        return path.Length - start;
    }
}
