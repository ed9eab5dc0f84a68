// mkdir, mknod, symlink, link, unlink, rmdir, readlink: what changes directories. The name syscalls call it; rename has its own file.
namespace Vfs;

using System;
using Kernel.Abi;
using Vfs.Events;

/// <summary>Operations on the last name of a path: one walk to its directory, one message there. Permissions are the server's affair.</summary>
public sealed partial class NameOperations
{
    private readonly DentryCache _dentries;

    public NameOperations(DentryCache dentries)
    {
        _dentries = dentries;
    }

    /// <summary>mkdirat(2).</summary>
    public Errno MakeDirectory(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, uint mode)
    {
        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = FindNew(ref walk, isDirectory: true);
        if (error != Errno.None)
        {
            return error;
        }

        // S_ISVTX is the only bit beyond rwx that mkdir honours (mkdir(2), NOTES).
        error = walk.Found.Node!.MakeDirectory(walk.Last, mode & 0x3FF & ~context.Umask);
        TellMade(error, in walk, ChangeEvents.Create | ChangeEvents.IsDirectory);
        walk.Found.Release();
        return error;
    }

    /// <summary>mknodat(2): a regular file, fifo, socket or device node. EPERM for a directory, EINVAL for another type.</summary>
    public Errno MakeNode(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, uint mode, ulong specialDevice)
    {
        switch (FileMode.TypeOf(mode))
        {
            case FileType.Unknown or FileType.Regular or FileType.Fifo or FileType.Socket or FileType.CharacterDevice or FileType.BlockDevice:
                break;
            case FileType.Directory:
                return Errno.EPERM;
            default:
                return Errno.EINVAL;
        }

        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = FindNew(ref walk, isDirectory: false);
        if (error != Errno.None)
        {
            return error;
        }

        uint type = (mode & FileMode.TypeMask) == 0 ? FileMode.TypeBits(FileType.Regular) : mode & FileMode.TypeMask;
        error = walk.Found.Node!.MakeNode(walk.Last, type | (mode & FileMode.PermissionMask & ~context.Umask), specialDevice);
        TellMade(error, in walk, ChangeEvents.Create);
        walk.Found.Release();
        return error;
    }

    /// <summary>symlinkat(2); the target is kept as it is. ENOENT when it is empty.</summary>
    public Errno MakeSymbolicLink(FileContext context, ReadOnlySpan<byte> target, OpenFile? directory, ReadOnlySpan<byte> path)
    {
        if (target.IsEmpty)
        {
            return Errno.ENOENT;
        }

        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = FindNew(ref walk, isDirectory: false);
        if (error != Errno.None)
        {
            return error;
        }

        error = walk.Found.Node!.MakeSymbolicLink(walk.Last, target);
        TellMade(error, in walk, ChangeEvents.Create);
        walk.Found.Release();
        return error;
    }

    /// <summary>
    /// linkat(2); <paramref name="existing"/> is the walked or descriptor's dentry, see <see cref="FileOperations.Find"/>, and stays the
    /// caller's.
    /// </summary>
    public Errno Link(FileContext context, Dentry existing, OpenFile? directory, ReadOnlySpan<byte> path)
    {
        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = FindNew(ref walk, isDirectory: false);
        if (error != Errno.None)
        {
            return error;
        }

        error = existing.Mount != walk.Found.Mount ? Errno.EXDEV
            : existing.Node!.Type == FileType.Directory ? Errno.EPERM
            : walk.Found.Node!.Link(walk.Last, existing.Node);
        if (error == Errno.None)
        {
            _dentries.Changes.TellSelf(existing, ChangeEvents.Attributes);
        }

        TellMade(error, in walk, ChangeEvents.Create);
        walk.Found.Release();
        return error;
    }

    /// <summary>
    /// readlinkat(2): bytes of the target, cut at the buffer. EINVAL on what is no link. An empty path means the descriptor itself.
    /// </summary>
    public Result<int> ReadLink(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, Span<byte> target)
    {
        if (path.IsEmpty && directory != null)
        {
            return directory.Node.Type == FileType.SymbolicLink ? directory.Node.ReadLink(target) : Errno.ENOENT;
        }

        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = walk.Resolve(WalkFlags.None);
        if (error != Errno.None)
        {
            return error;
        }

        VNode node = walk.Found.Node!;
        Result<int> length = node.Type == FileType.SymbolicLink ? node.ReadLink(target) : Errno.EINVAL;
        walk.Found.Release();
        return length;
    }

    /// <summary>unlinkat(2) without AT_REMOVEDIR.</summary>
    public Errno Unlink(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path) => Remove(context, directory, path, isDirectory: false);

    /// <summary>rmdir(2), unlinkat(2) with AT_REMOVEDIR.</summary>
    public Errno RemoveDirectory(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path) => Remove(context, directory, path, isDirectory: true);

    private Errno Remove(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, bool isDirectory)
    {
        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, directory, path, scratch);
        Errno error = walk.Resolve(WalkFlags.Parent);
        if (error != Errno.None)
        {
            return error;
        }

        Dentry parent = walk.Found;
        Dentry? live = walk.LastKind == LastName.Name ? _dentries.Find(parent, walk.Last) : null;
        error = CheckRemoval(in walk, live, isDirectory);
        if (error == Errno.None)
        {
            error = parent.Node!.Unlink(walk.Last, isDirectory);
        }

        // Looked for again: others ran while the server was asked.
        live = error == Errno.None ? _dentries.Find(parent, walk.Last) : null;
        if (live != null)
        {
            _dentries.Drop(live);
        }

        if (error == Errno.None)
        {
            _dentries.Changes.TellRemoved(parent, walk.Last, live, isDirectory);
        }

        parent.Release();
        return error;
    }

    private void TellMade(Errno error, scoped in PathWalk walk, ChangeEvents events)
    {
        if (error == Errno.None)
        {
            _dentries.Changes.TellName(walk.Found, walk.Last, events);
        }
    }

    private static Errno CheckRemoval(scoped in PathWalk walk, Dentry? live, bool isDirectory)
    {
        switch (walk.LastKind)
        {
            case LastName.Root:
                return isDirectory ? Errno.EBUSY : Errno.EISDIR;
            case LastName.Dot:
                return isDirectory ? Errno.EINVAL : Errno.EISDIR;
            case LastName.DotDot:
                return isDirectory ? Errno.ENOTEMPTY : Errno.EISDIR;
        }

        if (live?.Covering != null)
        {
            return Errno.EBUSY;
        }

        if (walk.Found.Mount.IsReadOnly)
        {
            return Errno.EROFS;
        }

        if (!walk.HasTrailingSlash || isDirectory)
        {
            return Errno.None;
        }

        Result<FileType> type = TypeOf(walk.Found, walk.Last);
        return type.IsError ? type.Error : type.Value == FileType.Directory ? Errno.EISDIR : Errno.ENOTDIR;
    }

    /// <summary>Walks to the directory of a name that is to be made. When the name's existence matters locally, it is looked up first.</summary>
    private Errno FindNew(ref PathWalk walk, bool isDirectory)
    {
        Errno error = walk.Resolve(WalkFlags.Parent);
        if (error != Errno.None)
        {
            return error;
        }

        Dentry parent = walk.Found;
        bool isReadOnly = parent.Mount.IsReadOnly;
        if (walk.LastKind != LastName.Name || _dentries.Find(parent, walk.Last)?.Covering != null)
        {
            error = Errno.EEXIST;
        }
        else if (isReadOnly || (walk.HasTrailingSlash && !isDirectory))
        {
            error = !TypeOf(parent, walk.Last).IsError ? Errno.EEXIST : isReadOnly ? Errno.EROFS : Errno.ENOENT;
        }

        if (error != Errno.None)
        {
            parent.Release();
        }

        return error;
    }

    /// <summary>What kind of file a name is right now; ENOENT.</summary>
    private static Result<FileType> TypeOf(Dentry parent, ReadOnlySpan<byte> name)
    {
        var names = new WalkNames(name);
        names.Add(0, name.Length);
        Errno error = parent.Mount.FileSystem.Walk(parent.Node!, in names, out WalkOutcome walk);
        if (error != Errno.None)
        {
            return error;
        }

        FileType type = walk.Node!.Type;
        walk.Node.Release();
        return type;
    }
}
