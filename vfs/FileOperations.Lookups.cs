// The rest of FileOperations: stat, access, statfs, chdir, getcwd. Two messages for a stat of any depth: one walk, one getattr.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>The mode of access(2) with Linux's numbers; None asks for existence.</summary>
[Flags]
public enum AccessMode
{
    None = 0,
    Execute = 1,
    Write = 2,
    Read = 4,
}

public sealed partial class FileOperations
{
    /// <summary>stat, lstat, newfstatat and statx. With EmptyPath and an empty path it is fstat of <paramref name="directory"/>.</summary>
    public Errno GetAttributes(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, LookupFlags flags, out Attributes attributes)
    {
        if (path.IsEmpty && (flags & LookupFlags.EmptyPath) != 0 && directory != null)
        {
            return GetAttributes(directory, out attributes);
        }

        attributes = default;
        Result<Dentry> found = Find(context, directory, path, flags);
        if (found.IsError)
        {
            return found.Error;
        }

        Errno error = found.Value.Node!.GetAttributes(null, out attributes);
        attributes.Device = found.Value.Mount.Device;
        found.Value.Release();
        return error;
    }

    /// <summary>fstat(2), also of a file that has no name any more.</summary>
    public Errno GetAttributes(OpenFile file, out Attributes attributes)
    {
        Errno error = file.Node.GetAttributes(file.IsPath ? null : file, out attributes);
        attributes.Device = file.Dentry?.Mount.Device ?? 0;
        return error;
    }

    /// <summary>access(2) and faccessat2(2): what the mode bits say to <paramref name="identity"/>. EROFS, EACCES.</summary>
    public Errno CheckAccess(
        FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, AccessMode mode, LookupFlags flags, scoped in FileIdentity identity)
    {
        if ((mode & ~(AccessMode.Read | AccessMode.Write | AccessMode.Execute)) != 0)
        {
            return Errno.EINVAL;
        }

        Result<Dentry> found = Find(context, directory, path, flags);
        if (found.IsError)
        {
            return found.Error;
        }

        Dentry dentry = found.Value;
        FileType type = dentry.Node!.Type;
        Errno error = Errno.None;
        bool isOnMedium = type is FileType.Regular or FileType.Directory or FileType.SymbolicLink;
        if ((mode & AccessMode.Write) != 0 && isOnMedium && dentry.Mount.IsReadOnly)
        {
            error = Errno.EROFS;
        }
        else if (mode != AccessMode.None && (!identity.Overrides || ((mode & AccessMode.Execute) != 0 && type != FileType.Directory)))
        {
            error = dentry.Node.GetAttributes(null, out Attributes attributes);
            error = error == Errno.None ? identity.Check(in attributes, mode) : error;
        }

        dentry.Release();
        return error;
    }

    /// <summary>statfs(2).</summary>
    public Errno GetStatistics(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, out FileSystemStatistics statistics)
    {
        statistics = default;
        Result<Dentry> found = Find(context, directory, path, LookupFlags.None);
        if (found.IsError)
        {
            return found.Error;
        }

        Errno error = found.Value.Mount.FileSystem.GetStatistics(out statistics);
        found.Value.Release();
        return error;
    }

    /// <summary>fstatfs(2).</summary>
    public Errno GetStatistics(OpenFile file, out FileSystemStatistics statistics) => file.Node.FileSystem.GetStatistics(out statistics);

    /// <summary>chdir(2).</summary>
    public Errno ChangeDirectory(FileContext context, ReadOnlySpan<byte> path)
    {
        Result<Dentry> found = FindDirectory(context, path);
        if (!found.IsError)
        {
            context.SetWorkingDirectory(found.Value);
            found.Value.Release();
        }

        return found.Error;
    }

    /// <summary>fchdir(2).</summary>
    public Errno ChangeDirectory(FileContext context, OpenFile file)
    {
        if (file.Dentry == null || file.Node.Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        context.SetWorkingDirectory(file.Dentry);
        return Errno.None;
    }

    /// <summary>chroot(2).</summary>
    public Errno ChangeRoot(FileContext context, ReadOnlySpan<byte> path)
    {
        Result<Dentry> found = FindDirectory(context, path);
        if (!found.IsError)
        {
            context.SetRoot(found.Value);
            found.Value.Release();
        }

        return found.Error;
    }

    /// <summary>getcwd(2) without its NUL: the length of the path. ERANGE when it does not fit, ENOENT when the directory was removed.</summary>
    public static Result<int> GetWorkingDirectory(FileContext context, Span<byte> path)
        => DentryPath.Write(context.WorkingDirectory, context.Root, path);

    /// <summary>The dentry of a path with its node and a reference: for whoever acts on a file by name.</summary>
    public Result<Dentry> Find(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, LookupFlags flags)
    {
        if (path.IsEmpty && (flags & LookupFlags.EmptyPath) != 0)
        {
            Dentry? dentry = directory == null ? context.WorkingDirectory : directory.Dentry;
            dentry?.Acquire();
            return dentry == null ? Errno.EBADF : dentry;
        }

        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = walk.Resolve((flags & LookupFlags.NoFollow) != 0 ? WalkFlags.None : WalkFlags.Follow);
        return error != Errno.None ? error : walk.Found;
    }

    private Result<Dentry> FindDirectory(FileContext context, ReadOnlySpan<byte> path)
    {
        Result<Dentry> found = Find(context, null, path, LookupFlags.None);
        if (found.IsError || found.Value.Node!.Type == FileType.Directory)
        {
            return found;
        }

        found.Value.Release();
        return Errno.ENOTDIR;
    }
}
