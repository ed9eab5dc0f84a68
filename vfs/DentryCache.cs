// The pool of all dentries and the way from (parent, name) to the live one. PathWalk and NameOperations use it.
namespace Vfs;

using System;
using Kernel.Abi;
using Vfs.Events;

/// <summary>Live names only: nothing is kept once the last reference is gone, and a missing name is never remembered.</summary>
public sealed class DentryCache
{
    private readonly Dentry?[] _buckets;
    private Dentry? _free;

    /// <param name="capacity">Names that can be alive at once: every open file's, with all the directories above it.</param>
    public DentryCache(int capacity)
    {
        Capacity = capacity;
        int buckets = 16;
        while (buckets < capacity)
        {
            buckets *= 2;
        }

        _buckets = new Dentry?[buckets];
        for (int index = capacity - 1; index >= 0; index--)
        {
            _free = new Dentry(this, index) { Next = _free };
        }
    }

    public int Capacity { get; }

    /// <summary>Where changes of files are told.</summary>
    public ChangeNotices Changes { get; } = new();

    public int InUse { get; private set; }

    /// <summary>The live dentry of a name, borrowed; null when there is none.</summary>
    public Dentry? Find(Dentry parent, ReadOnlySpan<byte> name)
    {
        uint hash = HashOf(parent, name);
        Dentry? dentry = _buckets[(int)hash & (_buckets.Length - 1)];
        while (dentry != null && !(dentry.Hash == hash && dentry.Parent == parent && dentry.Name.SequenceEqual(name)))
        {
            dentry = dentry.Next;
        }

        return dentry;
    }

    /// <summary>
    /// Some name that leads to <paramref name="node"/> now, borrowed; null when it has none. Looks at all of them: not for every day.
    /// </summary>
    public Dentry? FindName(VNode node)
    {
        for (int index = 0; index < _buckets.Length; index++)
        {
            for (Dentry? dentry = _buckets[index]; dentry != null; dentry = dentry.Next)
            {
                if (dentry.Node == node)
                {
                    return dentry;
                }
            }
        }

        return null;
    }

    /// <summary>The dentry of a name, found or made, with a reference for the caller. ENFILE when all are in use.</summary>
    public Result<Dentry> Take(Dentry parent, ReadOnlySpan<byte> name)
    {
        Dentry? dentry = Find(parent, name);
        if (dentry != null)
        {
            dentry.Acquire();
            return dentry;
        }

        Result<Dentry> made = TakeFree(parent.Mount, parent, name);
        if (!made.IsError)
        {
            Insert(made.Value);
        }

        return made;
    }

    /// <summary>
    /// As <see cref="Take(Dentry, ReadOnlySpan{byte})"/> for a name that the file system has just resolved to <paramref name="node"/>,
    /// whose reference is taken over in any case. A live dentry with another node has been replaced on the server: it is dropped.
    /// </summary>
    public Result<Dentry> Take(Dentry parent, ReadOnlySpan<byte> name, VNode node)
    {
        Dentry? old = Find(parent, name);
        if (old != null && old.Node != null && old.Node != node)
        {
            Drop(old);
        }

        Result<Dentry> taken = Take(parent, name);
        if (taken.IsError || taken.Value.Node == node)
        {
            node.Release();
            return taken;
        }

        taken.Value.Node = node;
        return taken;
    }

    /// <summary>The nameless root of a mount; takes over the reference to <paramref name="node"/>.</summary>
    internal Result<Dentry> TakeRoot(Mount mount, VNode node)
    {
        Result<Dentry> made = TakeFree(mount, null, default);
        if (!made.IsError)
        {
            made.Value.Node = node;
        }

        return made;
    }

    /// <summary>The name no longer means this file: it is not found any more, but whoever holds it keeps it.</summary>
    public void Drop(Dentry dentry)
    {
        Remove(dentry);
        dentry.IsDeleted = true;
    }

    /// <summary>After a rename on the server: the live dentry, with all below it, follows.</summary>
    public void Move(Dentry dentry, Dentry parent, ReadOnlySpan<byte> name)
    {
        Remove(dentry);
        dentry.SetName(parent, name);
        Insert(dentry);
    }

    internal void Return(Dentry dentry)
    {
        Remove(dentry);
        dentry.Clear();
        dentry.Next = _free;
        _free = dentry;
        InUse--;
    }

    private static uint HashOf(Dentry parent, ReadOnlySpan<byte> name)
    {
        // FNV-1a.
        uint hash = 2166136261 ^ (uint)parent.Index * 0x9E3779B1;
        for (int index = 0; index < name.Length; index++)
        {
            hash = (hash ^ name[index]) * 16777619;
        }

        return hash ^ (hash >> 15);
    }

    private Result<Dentry> TakeFree(Mount mount, Dentry? parent, ReadOnlySpan<byte> name)
    {
        Dentry? dentry = _free;
        if (dentry == null)
        {
            return Errno.ENFILE;
        }

        _free = dentry.Next;
        dentry.Next = null;
        InUse++;
        dentry.Place(mount, parent, name);
        return dentry;
    }

    private void Insert(Dentry dentry)
    {
        dentry.Hash = HashOf(dentry.Parent!, dentry.Name);
        ref Dentry? bucket = ref _buckets[(int)dentry.Hash & (_buckets.Length - 1)];
        dentry.Next = bucket;
        bucket = dentry;
        dentry.IsHashed = true;
    }

    private void Remove(Dentry dentry)
    {
        if (!dentry.IsHashed)
        {
            return;
        }

        dentry.IsHashed = false;
        ref Dentry? bucket = ref _buckets[(int)dentry.Hash & (_buckets.Length - 1)];
        if (bucket == dentry)
        {
            bucket = dentry.Next;
            return;
        }

        Dentry before = bucket!;
        while (before.Next != dentry)
        {
            before = before.Next!;
        }

        before.Next = dentry.Next;
    }
}
