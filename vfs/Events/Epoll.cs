// epoll(7): a set of files and what is wanted of each. EpollSyscalls changes it and asks it; sleeping is the syscall's.
namespace Vfs.Events;

using System;
using Kernel.Abi;

/// <summary>
/// Files are asked one after the other whenever somebody wants to know: there is no list of the ready ones that would have to be kept.
/// Those that have been returned go to the end, so that with little room everybody's turn comes.
/// </summary>
public sealed class Epoll : AnonymousNode
{
    /// <summary>Epolls that can be one inside the other (EP_MAX_NESTS, fs/eventpoll.c, and the innermost).</summary>
    private const int DeepestNesting = 5;

    private readonly EpollItems _items;
    private EpollItem? _first;
    private EpollItem? _last;
    private OpenFile? _opening;

    internal Epoll(WaitQueue waiters, EpollItems items)
        : base(waiters)
    {
        _items = items;
    }

    public override ulong NextPollChange
    {
        get
        {
            ulong earliest = ulong.MaxValue;
            for (EpollItem? item = _first; item != null; item = item.Next)
            {
                earliest = Math.Min(earliest, item.NextChange);
            }

            return earliest;
        }
    }

    protected override ReadOnlySpan<byte> Name => "anon_inode:[eventpoll]"u8;

    /// <summary>There is one opening: nothing opens what has no name again.</summary>
    public override Errno Open(OpenFile file)
    {
        _opening = file;
        return Errno.None;
    }

    /// <summary>EPOLL_CTL_ADD. EEXIST, ELOOP when epolls would watch each other, ENOSPC.</summary>
    public Errno Add(int descriptor, OpenFile file, uint events, ulong data)
    {
        if (Find(descriptor, file) != null)
        {
            return Errno.EEXIST;
        }

        if (file.Node is Epoll inner && (inner.Contains(this) || inner.Depth + Height > DeepestNesting))
        {
            return Errno.ELOOP;
        }

        EpollItem? item = _items.Take();
        if (item == null)
        {
            return Errno.ENOSPC;
        }

        item.Owner = this;
        item.File = file;
        item.Descriptor = descriptor;
        item.Set(events, data);
        item.NextOfFile = file.Watches;
        file.Watches = item;
        AddLast(item);
        Waiters.Announce(PollEvents.Read);
        return Errno.None;
    }

    /// <summary>EPOLL_CTL_MOD. ENOENT; EINVAL for what was added with EPOLLEXCLUSIVE.</summary>
    public Errno Change(int descriptor, OpenFile file, uint events, ulong data)
    {
        EpollItem? item = Find(descriptor, file);
        if (item == null || item.IsExclusive)
        {
            return item == null ? Errno.ENOENT : Errno.EINVAL;
        }

        item.Set(events, data);
        Waiters.Announce(PollEvents.Read);
        return Errno.None;
    }

    /// <summary>EPOLL_CTL_DEL. ENOENT.</summary>
    public Errno Remove(int descriptor, OpenFile file)
    {
        EpollItem? item = Find(descriptor, file);
        if (item == null)
        {
            return Errno.ENOENT;
        }

        Drop(item);
        return Errno.None;
    }

    /// <summary>Takes the events that are there, as many as there is room for.</summary>
    public int Collect(Span<EpollReady> ready)
    {
        int count = 0;
        EpollItem? end = _last;
        for (EpollItem? item = _first; item != null && count < ready.Length;)
        {
            EpollItem current = item;
            item = current == end ? null : current.Next;
            PollEvents events = current.Ready;
            if (events != PollEvents.None)
            {
                current.Spend();
                ready[count].Events = events;
                ready[count].Data = current.Data;
                count++;
                Unlink(current);
                AddLast(current);
            }
        }

        return count;
    }

    public override PollEvents Poll(OpenFile file)
    {
        for (EpollItem? item = _first; item != null; item = item.Next)
        {
            if (item.Ready != PollEvents.None)
            {
                return PollEvents.Read;
            }
        }

        return PollEvents.None;
    }

    /// <summary>The last opening of a watched file is closed: nobody watches it any more.</summary>
    internal static void Forget(OpenFile file)
    {
        while (file.Watches != null)
        {
            file.Watches.Owner.Drop(file.Watches);
        }
    }

    protected override void Inactive()
    {
        while (_first != null)
        {
            Drop(_first);
        }

        base.Inactive();
    }

    /// <summary>Epolls from this one out to the outermost that watches it.</summary>
    private int Height
    {
        get
        {
            int highest = 0;
            for (EpollItem? item = _opening!.Watches; item != null; item = item.NextOfFile)
            {
                highest = Math.Max(highest, item.Owner.Height);
            }

            return highest + 1;
        }
    }

    /// <summary>Epolls from this one in to the innermost.</summary>
    private int Depth
    {
        get
        {
            int deepest = 0;
            for (EpollItem? item = _first; item != null; item = item.Next)
            {
                deepest = item.File.Node is Epoll inner ? Math.Max(deepest, inner.Depth) : deepest;
            }

            return deepest + 1;
        }
    }

    private bool Contains(Epoll other)
    {
        bool isFound = this == other;
        for (EpollItem? item = _first; item != null && !isFound; item = item.Next)
        {
            isFound = item.File.Node is Epoll inner && inner.Contains(other);
        }

        return isFound;
    }

    private EpollItem? Find(int descriptor, OpenFile file)
    {
        EpollItem? item = file.Watches;
        while (item != null && !(item.Owner == this && item.Descriptor == descriptor))
        {
            item = item.NextOfFile;
        }

        return item;
    }

    private void Drop(EpollItem item)
    {
        Unlink(item);
        OpenFile file = item.File;
        if (file.Watches == item)
        {
            file.Watches = item.NextOfFile;
        }
        else
        {
            EpollItem before = file.Watches!;
            while (before.NextOfFile != item)
            {
                before = before.NextOfFile!;
            }

            before.NextOfFile = item.NextOfFile;
        }

        _items.Return(item);
    }

    private void AddLast(EpollItem item)
    {
        item.Next = null;
        item.Previous = _last;
        if (_last == null)
        {
            _first = item;
        }
        else
        {
            _last.Next = item;
        }

        _last = item;
    }

    private void Unlink(EpollItem item)
    {
        if (item.Previous == null)
        {
            _first = item.Next;
        }
        else
        {
            item.Previous.Next = item.Next;
        }

        if (item.Next == null)
        {
            _last = item.Previous;
        }
        else
        {
            item.Next.Previous = item.Previous;
        }

        item.Next = null;
        item.Previous = null;
    }
}
