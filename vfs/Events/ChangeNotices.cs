// Where everybody who changes a file says so, and what brings that to the queues that watch (fsnotify). DentryCache holds the one there is.
namespace Vfs.Events;

using System;

/// <summary>
/// Only what happens in this guest is told: a share has nobody who would tell of others. While nothing is watched, telling costs
/// one comparison.
/// </summary>
public sealed class ChangeNotices
{
    private ChangeWatch? _first;
    private ChangeWatch? _free;
    private uint _cookie;

    public bool IsWatched => _first != null;

    public int InUse { get; private set; }

    /// <summary>Makes the pool; a system that never does has no watches to give.</summary>
    public void Provide(int watches)
    {
        for (int index = 0; index < watches; index++)
        {
            _free = new ChangeWatch { Next = _free };
        }
    }

    /// <summary>Something happened to an open or named file: those who watch it and those who watch its directory hear of it.</summary>
    public void Tell(Dentry? dentry, ChangeEvents events)
    {
        if (_first == null || dentry == null)
        {
            return;
        }

        if (dentry.Node != null && dentry.Node.Type == Kernel.Abi.FileType.Directory)
        {
            events |= ChangeEvents.IsDirectory;
        }

        if (dentry.Parent != null)
        {
            TellName(dentry.Parent, dentry.Name, events, isDeleted: dentry.IsDeleted);
        }

        TellSelf(dentry, events);
    }

    /// <summary>Something happened to a name in a directory.</summary>
    public void TellName(Dentry directory, ReadOnlySpan<byte> name, ChangeEvents events, uint cookie = 0, bool isDeleted = false)
    {
        ChangeWatch? next;
        for (ChangeWatch? watch = _first; watch != null; watch = next)
        {
            next = watch.Next;
            bool isWanted = (watch.Mask & events & ChangeEvents.All) != 0 && watch.IsOf(directory);
            if (isWanted && !(isDeleted && (watch.Mask & ChangeEvents.ExcludeUnlinked) != 0))
            {
                Deliver(watch, events, cookie, name);
            }
        }
    }

    /// <summary>Something happened to what is watched itself.</summary>
    public void TellSelf(Dentry dentry, ChangeEvents events)
    {
        ChangeWatch? next;
        for (ChangeWatch? watch = _first; watch != null; watch = next)
        {
            next = watch.Next;
            if ((watch.Mask & events & ChangeEvents.All) != 0 && watch.IsOf(dentry))
            {
                Deliver(watch, events, 0, default);
            }
        }
    }

    /// <summary>A name is gone, and with it what it led to as far as anybody here knows.</summary>
    public void TellRemoved(Dentry directory, ReadOnlySpan<byte> name, Dentry? live, bool isDirectory)
    {
        if (_first == null)
        {
            return;
        }

        ChangeEvents kind = isDirectory ? ChangeEvents.IsDirectory : ChangeEvents.None;
        if (live != null && !isDirectory)
        {
            TellSelf(live, ChangeEvents.Attributes);
        }

        if (live != null)
        {
            End(live);
        }

        TellName(directory, name, ChangeEvents.Delete | kind);
    }

    public void TellMoved(Dentry oldDirectory, ReadOnlySpan<byte> oldName, Dentry newDirectory, ReadOnlySpan<byte> newName, bool isDirectory)
    {
        ChangeEvents kind = isDirectory ? ChangeEvents.IsDirectory : ChangeEvents.None;
        _cookie++;
        TellName(oldDirectory, oldName, ChangeEvents.MovedFrom | kind, _cookie);
        TellName(newDirectory, newName, ChangeEvents.MovedTo | kind, _cookie);
    }

    /// <summary>What is watched does not exist any more: IN_DELETE_SELF, and the watch ends.</summary>
    public void End(Dentry dentry)
    {
        ChangeWatch? next;
        for (ChangeWatch? watch = _first; watch != null; watch = next)
        {
            next = watch.Next;
            if (watch.Dentry == dentry)
            {
                if ((watch.Mask & ChangeEvents.DeleteSelf) != 0)
                {
                    watch.Queue.Add(watch.Descriptor, ChangeEvents.DeleteSelf, 0, default);
                }

                Drop(watch, isTold: true);
            }
        }
    }

    internal ChangeWatch? Find(ChangeQueue queue, int descriptor)
    {
        ChangeWatch? watch = _first;
        while (watch != null && !(watch.Queue == queue && watch.Descriptor == descriptor))
        {
            watch = watch.Next;
        }

        return watch;
    }

    internal ChangeWatch? Find(ChangeQueue queue, Dentry dentry)
    {
        ChangeWatch? watch = _first;
        while (watch != null && !(watch.Queue == queue && watch.IsOf(dentry)))
        {
            watch = watch.Next;
        }

        return watch;
    }

    /// <summary>Takes over the reference to the dentry; false when all watches are in use.</summary>
    internal bool Add(ChangeQueue queue, Dentry dentry, int descriptor, ChangeEvents mask)
    {
        ChangeWatch? watch = _free;
        if (watch == null)
        {
            return false;
        }

        _free = watch.Next;
        watch.Queue = queue;
        watch.Dentry = dentry;
        watch.Descriptor = descriptor;
        watch.Mask = mask;
        watch.Previous = null;
        watch.Next = _first;
        if (_first != null)
        {
            _first.Previous = watch;
        }

        _first = watch;
        InUse++;
        return true;
    }

    /// <summary>Ends a watch, with IN_IGNORED unless its queue ends too.</summary>
    internal void Drop(ChangeWatch watch, bool isTold)
    {
        if (isTold)
        {
            watch.Queue.Add(watch.Descriptor, ChangeEvents.Ignored, 0, default);
        }

        if (watch.Previous == null)
        {
            _first = watch.Next;
        }
        else
        {
            watch.Previous.Next = watch.Next;
        }

        if (watch.Next != null)
        {
            watch.Next.Previous = watch.Previous;
        }

        Dentry dentry = watch.Dentry;
        watch.Dentry = null!;
        watch.Queue = null!;
        watch.Next = _free;
        _free = watch;
        InUse--;
        dentry.Release();
    }

    internal void DropAll(ChangeQueue queue)
    {
        ChangeWatch? next;
        for (ChangeWatch? watch = _first; watch != null; watch = next)
        {
            next = watch.Next;
            if (watch.Queue == queue)
            {
                Drop(watch, isTold: false);
            }
        }
    }

    private void Deliver(ChangeWatch watch, ChangeEvents events, uint cookie, ReadOnlySpan<byte> name)
    {
        watch.Queue.Add(watch.Descriptor, events & (watch.Mask | ChangeEvents.IsDirectory), cookie, name);
        if ((watch.Mask & ChangeEvents.OneShot) != 0)
        {
            Drop(watch, isTold: true);
        }
    }
}
