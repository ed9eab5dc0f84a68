// chmod, chown, truncate, utimensat: whatever comes down to SetAttributes, by path or by descriptor. The attribute syscalls call it.
namespace Vfs;

using System;
using Kernel.Abi;
using Vfs.Events;

/// <summary>Checks what the VFS knows (read-only mounts, kinds of files); everything else is the file system's answer.</summary>
public sealed class AttributeOperations
{
    private readonly FileOperations _files;

    public AttributeOperations(FileOperations files)
    {
        _files = files;
    }

    /// <summary>fchmodat(2). EOPNOTSUPP for a symbolic link itself, which has no mode on Linux.</summary>
    public Errno ChangeMode(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, uint mode, LookupFlags flags)
    {
        var changes = new AttributeChanges { Mask = AttributeMask.Mode, Mode = mode & FileMode.PermissionMask };
        return Change(context, directory, path, flags, in changes);
    }

    /// <summary>fchmod(2).</summary>
    public Errno ChangeMode(OpenFile file, uint mode)
    {
        var changes = new AttributeChanges { Mask = AttributeMask.Mode, Mode = mode & FileMode.PermissionMask };
        return Change(file, in changes);
    }

    /// <summary>fchownat(2); uint.MaxValue leaves an id as it is.</summary>
    public Errno ChangeOwner(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, uint uid, uint gid, LookupFlags flags)
    {
        AttributeChanges changes = OwnerChanges(uid, gid);
        return Change(context, directory, path, flags, in changes);
    }

    /// <summary>fchown(2).</summary>
    public Errno ChangeOwner(OpenFile file, uint uid, uint gid)
    {
        AttributeChanges changes = OwnerChanges(uid, gid);
        return Change(file, in changes);
    }

    /// <summary>truncate(2): EINVAL for a negative size or what is no regular file, EISDIR.</summary>
    public Errno Truncate(FileContext context, ReadOnlySpan<byte> path, long size)
    {
        if (size < 0)
        {
            return Errno.EINVAL;
        }

        var changes = new AttributeChanges { Mask = AttributeMask.Size, Size = size };
        return Change(context, null, path, LookupFlags.None, in changes);
    }

    /// <summary>ftruncate(2): EINVAL unless it is a regular file open for writing.</summary>
    public Errno Truncate(OpenFile file, long size)
    {
        if (file.IsPath)
        {
            return Errno.EBADF;
        }

        if (size < 0 || !file.IsWritable || file.Node.Type != FileType.Regular)
        {
            return Errno.EINVAL;
        }

        var changes = new AttributeChanges { Mask = AttributeMask.Size, Size = size };
        Errno error = Set(file.Node, file, in changes);
        if (error == Errno.None)
        {
            file.Tell(ChangeEvents.Modify);
        }

        return error;
    }

    /// <summary>utimensat(2): the mask says which times to set, and with its Set bits to what.</summary>
    public Errno SetTimes(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, LookupFlags flags, in AttributeChanges times)
        => Change(context, directory, path, flags, in times);

    /// <summary>futimens(3).</summary>
    public Errno SetTimes(OpenFile file, in AttributeChanges times) => Change(file, in times);

    private static AttributeChanges OwnerChanges(uint uid, uint gid) => new()
    {
        Mask = (uid != uint.MaxValue ? AttributeMask.Uid : AttributeMask.None) | (gid != uint.MaxValue ? AttributeMask.Gid : AttributeMask.None),
        Uid = uid,
        Gid = gid,
    };

    private static Errno CheckKind(VNode node, AttributeMask mask)
    {
        if ((mask & AttributeMask.Size) != 0 && node.Type != FileType.Regular)
        {
            return node.Type == FileType.Directory ? Errno.EISDIR : Errno.EINVAL;
        }

        return (mask & AttributeMask.Mode) != 0 && node.Type == FileType.SymbolicLink ? Errno.EOPNOTSUPP : Errno.None;
    }

    private static Errno Apply(VNode node, Dentry? dentry, OpenFile? file, in AttributeChanges changes)
    {
        Errno error = CheckKind(node, changes.Mask);
        if (error != Errno.None)
        {
            return error;
        }

        if (dentry != null && dentry.Mount.IsReadOnly)
        {
            return Errno.EROFS;
        }

        error = changes.Mask == AttributeMask.None ? Errno.None : Set(node, file, in changes);
        if (error == Errno.None && dentry != null && dentry.Changes.IsWatched)
        {
            dentry.Changes.Tell(dentry, EventsOf(changes.Mask));
        }

        return error;
    }

    /// <summary>What inotify calls a change of attributes (fsnotify_change).</summary>
    private static ChangeEvents EventsOf(AttributeMask mask)
    {
        const AttributeMask times = AttributeMask.AccessTime | AttributeMask.ModifyTime;
        ChangeEvents events = (mask & (AttributeMask.Mode | AttributeMask.Uid | AttributeMask.Gid)) != 0 ? ChangeEvents.Attributes : ChangeEvents.None;
        events |= (mask & AttributeMask.Size) != 0 ? ChangeEvents.Modify : ChangeEvents.None;
        return events | ((mask & times) switch
        {
            times => ChangeEvents.Attributes,
            AttributeMask.AccessTime => ChangeEvents.Access,
            AttributeMask.ModifyTime => ChangeEvents.Modify,
            _ => ChangeEvents.None,
        });
    }

    private static Errno Set(VNode node, OpenFile? file, in AttributeChanges changes)
    {
        Errno error = node.SetAttributes(file, in changes);
        if (error == Errno.None && (changes.Mask & AttributeMask.Size) != 0)
        {
            node.Pages?.AfterResize(node, changes.Size);
        }

        return error;
    }

    private static Errno Change(OpenFile file, in AttributeChanges changes)
        => file.IsPath ? Errno.EBADF : Apply(file.Node, file.Dentry, file, in changes);

    private Errno Change(FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, LookupFlags flags, in AttributeChanges changes)
    {
        if (path.IsEmpty && (flags & LookupFlags.EmptyPath) != 0 && directory != null)
        {
            return Apply(directory.Node, directory.Dentry, directory.IsPath ? null : directory, in changes);
        }

        Result<Dentry> found = _files.Find(context, directory, path, flags);
        if (found.IsError)
        {
            return found.Error;
        }

        Errno error = Apply(found.Value.Node!, found.Value, null, in changes);
        found.Value.Release();
        return error;
    }
}
