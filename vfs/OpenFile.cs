// An opening of a file: position, flags and the file system's handle, shared by all descriptors that dup(2) made of it.
namespace Vfs;

using Kernel.Abi;
using Vfs.Events;

/// <summary>
/// POSIX's open file description; descriptors refer to it, it refers to a <see cref="VNode"/> through a <see cref="Dentry"/>.
/// Whoever may sleep while using it holds a reference: another thread can close the descriptor meanwhile.
/// </summary>
public sealed partial class OpenFile
{
    private readonly OpenFileTable _table;
    private int _references;
    private bool _isOpened;

    internal OpenFile(OpenFileTable table)
    {
        _table = table;
    }

    /// <summary>What was opened; null for an object without a name (a pipe).</summary>
    public Dentry? Dentry { get; private set; }

    public VNode Node { get; private set; } = null!;

    public OpenFlags Flags;

    /// <summary>Offset in bytes of the next read or write; the cookie in a directory.</summary>
    public long Position;

    /// <summary>Belongs to the file system: ninepfs keeps its Fid here. Null when closed.</summary>
    public object? Handle;

    /// <summary>Belongs to <see cref="VNode.Pages"/>: it has compared what it keeps with the file since this was opened.</summary>
    public bool ArePagesCurrent { get; set; }

    public int References => _references;

    /// <summary>The events of poll(2) that would not block now, in both spellings.</summary>
    public PollEvents ReadyEvents
    {
        get
        {
            PollEvents events = Node.Poll(this);
            events |= (events & PollEvents.Read) != 0 ? PollEvents.ReadNormal : PollEvents.None;
            return events | ((events & PollEvents.Write) != 0 ? PollEvents.WriteNormal : PollEvents.None);
        }
    }

    /// <summary>Its open made the file.</summary>
    internal bool IsCreated { get; set; }

    /// <summary>The epolls that watch this opening.</summary>
    internal EpollItem? Watches { get; set; }

    /// <summary>The next one in the free list.</summary>
    internal OpenFile? Next { get; set; }

    public bool IsReadable => (Flags & (OpenFlags.AccessMode | OpenFlags.Path)) is OpenFlags.ReadOnly or OpenFlags.ReadWrite;

    public bool IsWritable => (Flags & (OpenFlags.AccessMode | OpenFlags.Path)) is OpenFlags.WriteOnly or OpenFlags.ReadWrite;

    /// <summary>Opened with O_PATH: it names a file and does nothing else.</summary>
    public bool IsPath => (Flags & OpenFlags.Path) != 0;

    public bool IsNonBlocking => (Flags & OpenFlags.NonBlocking) != 0;

    public void Acquire() => _references++;

    /// <summary>Gives one reference back; the last one closes the file.</summary>
    public void Release()
    {
        if (--_references == 0)
        {
            _table.Return(this);
        }
    }

    internal void Start(OpenFlags flags)
    {
        _references = 1;
        Flags = flags;
        Position = 0;
        IsCreated = false;
        ArePagesCurrent = false;
    }

    /// <summary>Names what is open; takes over the reference to <paramref name="dentry"/>.</summary>
    internal void Name(Dentry dentry, bool isOpened)
    {
        Dentry = dentry;
        Node = dentry.Node!;
        _isOpened = isOpened;
    }

    /// <summary>For an object without a name; takes over the reference to <paramref name="node"/>.</summary>
    internal void Attach(VNode node)
    {
        Node = node;
        _isOpened = true;
    }

    /// <summary>Says to whoever watches what happened through this opening.</summary>
    internal void Tell(ChangeEvents events)
    {
        if (Dentry != null && Dentry.Changes.IsWatched)
        {
            Dentry.Changes.Tell(Dentry, events);
        }
    }

    internal void Finish()
    {
        Epoll.Forget(this);
        if (_isOpened)
        {
            Tell(IsWritable ? ChangeEvents.CloseWritten : ChangeEvents.CloseUnwritten);
            Node.Close(this);
        }

        if (Dentry != null)
        {
            Dentry.Release();
        }
        else if (Node != null!)
        {
            Node.Release();
        }

        Dentry = null;
        Node = null!;
        Handle = null;
        _isOpened = false;
    }
}
