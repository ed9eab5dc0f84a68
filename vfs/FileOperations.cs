// Opening, looking at and standing on files by path: the file syscalls call it with a path they have copied in.
namespace Vfs;

using System;
using Kernel.Abi;
using Vfs.Events;

/// <summary>
/// The path operations that change nothing but the process. Nobody is asked for a uid: the only permissions are read-only mounts
/// and what the server itself refuses. Only access(2) looks at mode bits.
/// </summary>
public sealed partial class FileOperations
{
    /// <summary>How often a walk and the open or create after it may contradict each other before open gives up with ESTALE or EEXIST.</summary>
    private const int OpenAttempts = 8;

    private const OpenFlags PathFlags = OpenFlags.Path | OpenFlags.Directory | OpenFlags.NoFollow;

    private const OpenFlags ForgottenFlags = OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate
        | OpenFlags.NoControllingTerminal | OpenFlags.CloseOnExec;

    private readonly DentryCache _dentries;
    private readonly OpenFileTable _openFiles;

    public FileOperations(DentryCache dentries, OpenFileTable openFiles)
    {
        _dentries = dentries;
        _openFiles = openFiles;
    }

    /// <summary>Where changes of files are told.</summary>
    internal ChangeNotices Changes => _dentries.Changes;

    /// <summary>
    /// openat(2): an opening with one reference, for <see cref="FileTable.Install"/>. <paramref name="directory"/> null means AT_FDCWD.
    /// </summary>
    public Result<OpenFile> Open(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, OpenFlags flags, uint mode)
    {
        if ((flags & OpenFlags.TemporaryFile) == OpenFlags.TemporaryFile)
        {
            return Errno.EOPNOTSUPP;
        }

        if ((flags & OpenFlags.Path) != 0)
        {
            flags &= PathFlags;
        }

        if ((flags & OpenFlags.AccessMode) == OpenFlags.AccessMode
            || (flags & (OpenFlags.Create | OpenFlags.Directory)) == (OpenFlags.Create | OpenFlags.Directory))
        {
            return Errno.EINVAL;
        }

        Result<OpenFile> file = _openFiles.Take(flags);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = (flags & OpenFlags.Create) == 0
            ? OpenExisting(file.Value, context, directory, path)
            : OpenOrCreate(file.Value, context, directory, path, mode & ~context.Umask & FileMode.PermissionMask);
        if (error != Errno.None)
        {
            file.Value.Release();
            return error;
        }

        file.Value.Flags = (flags & ~ForgottenFlags) | ((flags & OpenFlags.Path) == 0 ? OpenFlags.LargeFile : OpenFlags.ReadOnly);
        TellOpened(file.Value, flags);
        return file.Value;
    }

    private static Errno CheckKind(VNode node, Mount mount, OpenFlags flags)
    {
        bool isWriting = (flags & (OpenFlags.AccessMode | OpenFlags.Truncate)) != 0;
        switch (node.Type)
        {
            case FileType.SymbolicLink:
                return Errno.ELOOP;
            case FileType.Directory:
                return isWriting || (flags & OpenFlags.Create) != 0 ? Errno.EISDIR : Errno.None;
            case FileType.Socket:
                return Errno.ENXIO;
            case FileType.Regular:
                return isWriting && mount.IsReadOnly ? Errno.EROFS : Errno.None;
            default:
                return Errno.None;
        }
    }

    private Errno OpenExisting(OpenFile file, FileContext context, OpenFile? directory, ReadOnlySpan<byte> path)
    {
        WalkFlags walkFlags = (file.Flags & OpenFlags.NoFollow) != 0 ? WalkFlags.None : WalkFlags.Follow;
        Span<byte> scratch = stackalloc byte[Limits.Path];
        for (int attempt = 0; attempt < OpenAttempts; attempt++)
        {
            var walk = new PathWalk(_dentries, context, directory, path, scratch);
            Errno error = walk.Resolve(walkFlags);
            error = error != Errno.None ? error : OpenFound(file, walk.Found);
            if (error != Errno.ESTALE)
            {
                return error;
            }

            // Somebody replaced the file between the walk and the open: the name means another one now.
        }

        return Errno.ESTALE;
    }

    /// <summary>Opens what a walk has found; takes over the reference to the dentry.</summary>
    private static Errno OpenFound(OpenFile file, Dentry dentry)
    {
        VNode node = dentry.Node!;
        OpenFlags flags = file.Flags;
        Errno error = Errno.None;
        if ((flags & OpenFlags.Directory) != 0 && node.Type != FileType.Directory)
        {
            error = Errno.ENOTDIR;
        }
        else if ((flags & OpenFlags.Path) == 0)
        {
            error = CheckKind(node, dentry.Mount, flags);
            error = error != Errno.None ? error : node.Open(file);
            NoteTruncation(error, node, flags);
        }

        if (error != Errno.None)
        {
            dentry.Release();
            return error;
        }

        file.Name(dentry, isOpened: (flags & OpenFlags.Path) == 0);
        return Errno.None;
    }

    private Errno OpenOrCreate(OpenFile file, FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, uint mode)
    {
        bool isExclusive = (file.Flags & OpenFlags.Exclusive) != 0;
        bool follows = (file.Flags & OpenFlags.NoFollow) == 0;

        // Linux does not look at the last name when a slash follows it: that can only be a folder, which open does not make.
        WalkFlags walkFlags = isExclusive || PathText.EndsWithSlash(path)
            ? WalkFlags.Parent
            : WalkFlags.ParentIfMissing | (follows ? WalkFlags.Follow : WalkFlags.None);
        Span<byte> scratch = stackalloc byte[Limits.Path];
        Errno error = Errno.None;
        for (int attempt = 0; attempt < OpenAttempts; attempt++)
        {
            var walk = new PathWalk(_dentries, context, directory, path, scratch);
            error = walk.Resolve(walkFlags);
            if (error != Errno.None)
            {
                return error;
            }

            bool isMade = walkFlags == WalkFlags.Parent || walk.IsMissing;
            error = isMade ? Create(file, in walk, mode) : OpenFound(file, walk.Found);

            // Somebody may have made, removed or replaced the file since the walk: then the next one finds what there is now.
            if (isExclusive || error is not (Errno.EEXIST or Errno.ENOENT or Errno.ESTALE))
            {
                return error;
            }
        }

        return error;
    }

    /// <summary>Makes the last name of a parent walk, whose directory's reference is taken over.</summary>
    private Errno Create(OpenFile file, scoped in PathWalk walk, uint mode)
    {
        Dentry parent = walk.Found;
        ReadOnlySpan<byte> name = walk.Last;
        Errno error = Errno.None;
        if (walk.LastKind != LastName.Name)
        {
            error = (file.Flags & OpenFlags.Exclusive) != 0 ? Errno.EEXIST : Errno.EISDIR;
        }
        else if (walk.HasTrailingSlash)
        {
            error = Errno.EISDIR;
        }
        else if (_dentries.Find(parent, name)?.Covering != null)
        {
            error = Errno.EEXIST;
        }
        else if (parent.Mount.IsReadOnly)
        {
            error = Exists(parent, name) ? Errno.EEXIST : Errno.EROFS;
        }

        if (error == Errno.None)
        {
            Result<VNode> node = parent.Node!.Create(name, mode, file);
            NoteTruncation(node.Error, node.Value, file.Flags);
            error = node.IsError ? node.Error : NameCreated(file, parent, name, node.Value);
        }

        parent.Release();
        return error;
    }

    private static void TellOpened(OpenFile file, OpenFlags flags)
    {
        if ((flags & OpenFlags.Path) == 0 && file.Dentry != null && file.Dentry.Changes.IsWatched)
        {
            bool isCut = (flags & OpenFlags.Truncate) != 0 && !file.IsCreated && file.Node.Type == FileType.Regular;
            file.Dentry.Changes.Tell(file.Dentry, ChangeEvents.Open);
            file.Dentry.Changes.Tell(file.Dentry, isCut ? ChangeEvents.Modify : ChangeEvents.None);
        }
    }

    private Errno NameCreated(OpenFile file, Dentry parent, ReadOnlySpan<byte> name, VNode node)
    {
        node.Acquire();
        Result<Dentry> dentry = _dentries.Take(parent, name, node);
        if (dentry.IsError)
        {
            node.Close(file);
            node.Release();
            return dentry.Error;
        }

        node.Release();
        file.Name(dentry.Value, isOpened: true);
        file.IsCreated = true;
        _dentries.Changes.TellName(parent, name, ChangeEvents.Create);
        return Errno.None;
    }

    private static void NoteTruncation(Errno error, VNode node, OpenFlags flags)
    {
        if (error == Errno.None && (flags & OpenFlags.Truncate) != 0)
        {
            node.Pages?.AfterResize(node, 0);
        }
    }

    /// <summary>Whether the file system has a name, where that decides between two errors.</summary>
    private static bool Exists(Dentry parent, ReadOnlySpan<byte> name)
    {
        var names = new WalkNames(name);
        names.Add(0, name.Length);
        Errno error = parent.Mount.FileSystem.Walk(parent.Node!, in names, out WalkOutcome walk);
        if (error != Errno.None)
        {
            return false;
        }

        walk.Node!.Release();
        return true;
    }
}
