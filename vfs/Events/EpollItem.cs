// One file that an epoll watches: a link between the two, in the lists of both. Epoll makes and ends it, OpenFile ends it at its close.
namespace Vfs.Events;

using System;

/// <summary>What epoll_event.events asks for besides the events of poll (epoll_ctl(2)).</summary>
[Flags]
public enum EpollFlags : uint
{
    None = 0,
    Exclusive = 1u << 28,
    WakeUp = 1u << 29,
    OneShot = 1u << 30,
    EdgeTriggered = 1u << 31,
}

/// <summary>An event as epoll_wait returns it.</summary>
public struct EpollReady
{
    public PollEvents Events;
    public ulong Data;
}

/// <summary>epitem: known by descriptor and opening, holds no reference to the latter.</summary>
internal sealed class EpollItem
{
    private uint _readChanges;
    private uint _writeChanges;
    private bool _isFresh;
    private bool _isSpent;

    public Epoll Owner = null!;
    public OpenFile File = null!;
    public int Descriptor;
    public PollEvents Events;
    public EpollFlags Flags;
    public ulong Data;
    public EpollItem? Next;
    public EpollItem? Previous;
    public EpollItem? NextOfFile;

    public bool IsExclusive => (Flags & EpollFlags.Exclusive) != 0;

    /// <summary>EPOLL_CTL_ADD and EPOLL_CTL_MOD: what is ready now counts as a change.</summary>
    public void Set(uint events, ulong data)
    {
        Events = (PollEvents)(ushort)events | PollEvents.Error | PollEvents.HangUp;
        Flags = (EpollFlags)events & (EpollFlags.Exclusive | EpollFlags.WakeUp | EpollFlags.OneShot | EpollFlags.EdgeTriggered);
        Data = data;
        _isFresh = true;
        _isSpent = false;
    }

    /// <summary>The events that epoll_wait would return now.</summary>
    public PollEvents Ready
    {
        get
        {
            if (_isSpent)
            {
                return PollEvents.None;
            }

            PollEvents events = File.ReadyEvents & Events;
            return events == PollEvents.None || (Flags & EpollFlags.EdgeTriggered) == 0 || HasChanged(events) ? events : PollEvents.None;
        }
    }

    /// <summary>When <see cref="Ready"/> changes by itself. What is spent never does: asking its file would be in vain.</summary>
    public ulong NextChange => _isSpent ? ulong.MaxValue : File.Node.NextPollChange;

    /// <summary>The events have been returned: edges wait for the next change, one shot for EPOLL_CTL_MOD.</summary>
    public void Spend()
    {
        _isFresh = false;
        _isSpent = (Flags & EpollFlags.OneShot) != 0;
        WaitQueue? queue = File.Node.PollQueue;
        if (queue != null)
        {
            _readChanges = queue.ReadChanges;
            _writeChanges = queue.WriteChanges;
        }
    }

    private bool HasChanged(PollEvents events)
    {
        const PollEvents writing = PollEvents.Write | PollEvents.WriteNormal;
        WaitQueue? queue = File.Node.PollQueue;
        return _isFresh
            || queue == null
            || ((events & ~writing) != 0 && queue.ReadChanges != _readChanges)
            || ((events & writing) != 0 && queue.WriteChanges != _writeChanges)

            // An epoll does not announce what its own files become.
            || File.Node is Epoll;
    }
}
