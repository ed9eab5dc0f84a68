// One name in the tree of names: what a path is made of, what getcwd reads backwards, what a mount covers. PathWalk makes them.
namespace Vfs;

using System;
using Kernel.Abi;
using Vfs.Events;

/// <summary>
/// A name below a parent. It exists only while somebody refers to it (an open file, a working directory, a mount, a child):
/// it is no cache, and a new walk asks the file system again.
/// </summary>
public sealed class Dentry
{
    private readonly DentryCache _cache;
    private readonly byte[] _name = new byte[Limits.Name];
    private int _nameLength;
    private int _references;

    internal Dentry(DentryCache cache, int index)
    {
        _cache = cache;
        Index = index;
    }

    /// <summary>The directory that holds the name; null for the root of a mount.</summary>
    public Dentry? Parent { get; private set; }

    public Mount Mount { get; private set; } = null!;

    /// <summary>The file behind the name, with one reference; null for a name that a walk only passed through.</summary>
    public VNode? Node { get; internal set; }

    /// <summary>The mount whose root is seen instead of this directory, or null.</summary>
    public Mount? Covering { get; internal set; }

    /// <summary>The name was unlinked or replaced; the file may live on.</summary>
    public bool IsDeleted { get; internal set; }

    public int References => _references;

    public ReadOnlySpan<byte> Name => _name.AsSpan(0, _nameLength);

    internal ChangeNotices Changes => _cache.Changes;

    /// <summary>Which slot of the pool this is; part of the hash of its children.</summary>
    internal int Index { get; }

    /// <summary>The next one in the same bucket, or in the free list.</summary>
    internal Dentry? Next { get; set; }

    internal uint Hash { get; set; }

    internal bool IsHashed { get; set; }

    public void Acquire() => _references++;

    /// <summary>Gives one reference back; the last one frees the name, and that may free its parents.</summary>
    public void Release()
    {
        Dentry? dentry = this;
        while (dentry != null && --dentry._references == 0)
        {
            Dentry? parent = dentry.Parent;
            _cache.Return(dentry);
            dentry = parent;
        }
    }

    /// <summary>Whether <paramref name="ancestor"/> is this name or one above it in the same mount.</summary>
    public bool IsWithin(Dentry ancestor)
    {
        Dentry? dentry = this;
        while (dentry != null && dentry != ancestor)
        {
            dentry = dentry.Parent;
        }

        return dentry != null;
    }

    /// <summary>Gives a free slot its place; the caller holds the first reference.</summary>
    internal void Place(Mount mount, Dentry? parent, ReadOnlySpan<byte> name)
    {
        Mount = mount;
        IsDeleted = false;
        _references = 1;
        SetName(parent, name);
    }

    /// <summary>Renames: the reference to the old parent goes to the new one.</summary>
    internal void SetName(Dentry? parent, ReadOnlySpan<byte> name)
    {
        Dentry? oldParent = Parent;
        parent?.Acquire();
        Parent = parent;
        name.CopyTo(_name);
        _nameLength = name.Length;
        oldParent?.Release();
    }

    /// <summary>Forgets everything; <see cref="Release"/> takes care of the parent.</summary>
    internal void Clear()
    {
        VNode? node = Node;
        Node = null;
        Parent = null;
        Mount = null!;
        node?.Release();
    }
}
