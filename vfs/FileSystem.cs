// A mounted file system: where names begin and how many of them resolve in one go. PathWalk and statfs call it.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>An instance of a file system. ramfs, devfs, procfs, sysfs and 9P derive from it.</summary>
public abstract class FileSystem
{
    /// <summary>The word of /proc/mounts and rootfstype=, e.g. "9p".</summary>
    public abstract ReadOnlySpan<byte> TypeName { get; }

    public bool IsReadOnly { get; protected set; }

    /// <summary>The names that are alive, for a file system that has to find its files again; null until it is mounted.</summary>
    public DentryCache? Names { get; internal set; }

    /// <summary>Who keeps pages of this file system's files in memory; null until the first of them is mapped.</summary>
    public FilePages? Pages { get; set; }

    /// <summary>The root directory; it comes with one reference, which the mount takes over and gives back before <see cref="Unmount"/>.</summary>
    public abstract VNode Root { get; }

    /// <summary>
    /// Resolves names one below the other from <paramref name="start"/>, in as few messages as the file system can.
    /// Never follows symbolic links and never sees ".", ".." or an empty name.
    /// </summary>
    /// <returns>
    /// None: all resolved, <c>walk.Node</c> is the last one with a reference for the caller.
    /// ELOOP: the name at index <c>walk.Resolved - 1</c> is a symbolic link and more names follow it; Node is null.
    /// ENOTDIR: that name is not a directory and more follow. ENOENT: the name at index <c>walk.Resolved</c> does not exist.
    /// Anything else is the server's errno.
    /// </returns>
    public abstract Errno Walk(VNode start, scoped in WalkNames names, out WalkOutcome walk);

    public abstract Errno GetStatistics(out FileSystemStatistics statistics);

    /// <summary>Ends the session; every node must have been released. Called once, at unmount or power-off.</summary>
    public virtual void Unmount()
    {
    }
}

/// <summary>How far a <see cref="FileSystem.Walk"/> came.</summary>
public struct WalkOutcome
{
    /// <summary>Names that exist, counted from the first.</summary>
    public int Resolved;

    /// <summary>The node of the last name, or null unless all resolved.</summary>
    public VNode? Node;
}
