// Which file systems are mounted where: the boot mounts, power-off unmounts all, /proc/mounts lists.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>All mounts, in a fixed table. A mount point needs no directory below it: it is a pinned name that walks meet first.</summary>
public sealed class MountTable
{
    private readonly DentryCache _dentries;
    private readonly Mount[] _mounts;

    public MountTable(DentryCache dentries, int capacity)
    {
        _dentries = dentries;
        _mounts = new Mount[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _mounts[index] = new Mount(index);
        }
    }

    /// <summary>Slots, used or not, for <see cref="this[int]"/>.</summary>
    public int Capacity => _mounts.Length;

    public int InUse { get; private set; }

    /// <summary>A slot; look at <see cref="Mount.IsMounted"/> first.</summary>
    public Mount this[int index] => _mounts[index];

    /// <summary>Mounts what the tree begins with. The names are those of /proc/mounts.</summary>
    public Result<Mount> MountRoot(FileSystem fileSystem, bool isReadOnly, ReadOnlySpan<byte> source, ReadOnlySpan<byte> options)
        => Attach(null, fileSystem, isReadOnly, source, options);

    /// <summary>
    /// Mounts at an absolute path. When the path cannot be resolved the names are pinned as they are written, so that
    /// /proc and /dev appear on a share that has no such directories. EBUSY when something is mounted there.
    /// </summary>
    public Result<Mount> MountAt(
        FileContext context,
        ReadOnlySpan<byte> path,
        FileSystem fileSystem,
        bool isReadOnly,
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> options)
    {
        return MountOnFound(FindPoint(context, path), fileSystem, isReadOnly, source, options);
    }

    /// <summary>Mounts over the names as they are written, whatever the file system below has there, without asking it:
    /// for /dev, /proc and /sys, which every boot mounts.</summary>
    public Result<Mount> MountOver(FileContext context, ReadOnlySpan<byte> path, FileSystem fileSystem, ReadOnlySpan<byte> source)
        => MountOnFound(PinNames(context.Root, path), fileSystem, isReadOnly: false, source, default);

    /// <summary>Covers one directory. EBUSY when it is covered already, or is itself the root of a mount.</summary>
    public Result<Mount> MountOn(Dentry point, FileSystem fileSystem, bool isReadOnly, ReadOnlySpan<byte> source, ReadOnlySpan<byte> options)
    {
        if (point.Covering != null || point.Parent == null)
        {
            return Errno.EBUSY;
        }

        if (point.Node != null && point.Node.Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        return Attach(point, fileSystem, isReadOnly, source, options);
    }

    /// <summary>Takes one mount away and ends its session. EBUSY while a file, a working directory or a mount lives in it.</summary>
    public Errno Unmount(Mount mount)
    {
        if (!mount.IsMounted)
        {
            return Errno.EINVAL;
        }

        if (mount.Root.References != 1)
        {
            return Errno.EBUSY;
        }

        FileSystem fileSystem = mount.FileSystem;
        mount.Root.Release();
        if (mount.Point != null)
        {
            mount.Point.Covering = null;
            mount.Point.Release();
        }

        mount.Clear();
        InUse--;
        fileSystem.Unmount();
        return Errno.None;
    }

    /// <summary>Power-off: takes away what is not busy, inner mounts first. EBUSY when something was left.</summary>
    public Errno UnmountAll()
    {
        bool hasProgress = true;
        while (InUse != 0 && hasProgress)
        {
            hasProgress = false;
            for (int index = _mounts.Length - 1; index >= 0; index--)
            {
                hasProgress |= _mounts[index].IsMounted && Unmount(_mounts[index]) == Errno.None;
            }
        }

        return InUse == 0 ? Errno.None : Errno.EBUSY;
    }

    private Result<Mount> Attach(Dentry? point, FileSystem fileSystem, bool isReadOnly, ReadOnlySpan<byte> source, ReadOnlySpan<byte> options)
    {
        int index = 0;
        while (index < _mounts.Length && _mounts[index].IsMounted)
        {
            index++;
        }

        if (index == _mounts.Length)
        {
            return Errno.ENOSPC;
        }

        Mount mount = _mounts[index];
        Result<Dentry> root = _dentries.TakeRoot(mount, fileSystem.Root);
        if (root.IsError)
        {
            return root.Error;
        }

        fileSystem.Names = _dentries;
        mount.Set(fileSystem, isReadOnly, source, options);
        mount.Root = root.Value;
        mount.Point = point;
        if (point != null)
        {
            point.Acquire();
            point.Covering = mount;
        }

        InUse++;
        return mount;
    }

    private Result<Mount> MountOnFound(
        Result<Dentry> point, FileSystem fileSystem, bool isReadOnly, ReadOnlySpan<byte> source, ReadOnlySpan<byte> options)
    {
        if (point.IsError)
        {
            return point.Error;
        }

        Result<Mount> mount = MountOn(point.Value, fileSystem, isReadOnly, source, options);
        point.Value.Release();
        return mount;
    }

    private Result<Dentry> FindPoint(FileContext context, ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[0] != (byte)'/')
        {
            return Errno.EINVAL;
        }

        Span<byte> scratch = stackalloc byte[Limits.Path];
        var walk = new PathWalk(_dentries, context, null, path, scratch);
        Errno error = walk.Resolve(WalkFlags.Follow);
        return error == Errno.None ? walk.Found : PinNames(context.Root, path);
    }

    private Result<Dentry> PinNames(Dentry root, ReadOnlySpan<byte> path)
    {
        Dentry at = root;
        at.Acquire();
        int position = 0;
        while (PathText.Next(path, ref position, out int start, out int length))
        {
            ReadOnlySpan<byte> name = path.Slice(start, length);
            if (name.SequenceEqual("."u8))
            {
                continue;
            }

            if (length > Limits.Name || name.SequenceEqual(".."u8))
            {
                at.Release();
                return length > Limits.Name ? Errno.ENAMETOOLONG : Errno.EINVAL;
            }

            Result<Dentry> child = _dentries.Take(at, name);
            at.Release();
            if (child.IsError)
            {
                return child.Error;
            }

            at = child.Value;
            while (at.Covering != null)
            {
                Dentry covered = at;
                at = covered.Covering.Root;
                at.Acquire();
                covered.Release();
            }
        }

        return at;
    }
}
