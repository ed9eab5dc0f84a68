// One pipe(2): a ring of bytes between openings that read and openings that write. PipeFileSystem owns the pool.
namespace Vfs.Pipes;

using System;
using Kernel.Abi;
using Vfs.Ram;

/// <summary>A node of type fifo; pipe(7) is what it follows.</summary>
internal sealed class Pipe : VNode
{
    /// <summary>Writes of at most this many bytes are not torn apart (PIPE_BUF, pipe(7)).</summary>
    private const int AtomicWrite = 4096;

    private readonly PipeFileSystem _owner;
    private readonly WaitQueue _waiters;
    private readonly PageRing _ring;
    private Timespec _time;

    // Bytes that splice(2) has in hand: their room is kept.
    private int _lent;
    private int _readers;
    private int _writers;

    internal Pipe(PipeFileSystem owner, ulong inode, PageStore pages, WaitQueue waiters)
    {
        _owner = owner;
        _waiters = waiters;
        _ring = new PageRing(pages);
        FileSystem = owner;
        Inode = inode;
        Type = FileType.Fifo;
    }

    internal Pipe? NextFree { get; set; }

    /// <summary>A short write would wait.</summary>
    private bool IsFull => Room < AtomicWrite;

    private int Room => _ring.Room - _lent;

    public override bool IsSeekable => false;

    public override WaitQueue? PollQueue => _waiters;

    public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
    {
        attributes = new Attributes
        {
            Inode = Inode,
            Mode = FileMode.TypeBits(FileType.Fifo) | 0x180,
            Links = 1,
            BlockSize = AtomicWrite,
            AccessTime = _time,
            ModifyTime = _time,
            ChangeTime = _time,
        };
        return Errno.None;
    }

    public override Errno Open(OpenFile file)
    {
        _readers += file.IsReadable ? 1 : 0;
        _writers += file.IsWritable ? 1 : 0;
        return Errno.None;
    }

    public override void Close(OpenFile file)
    {
        _readers -= file.IsReadable ? 1 : 0;
        _writers -= file.IsWritable ? 1 : 0;
        _waiters.Announce(PollEvents.HangUp);
    }

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into) => Take(file, into, isLent: false);

    public override Result<int> Lend(OpenFile file, IoBuffer into) => Take(file, into, isLent: true);

    public override void TakeBack(IoBuffer lent, int accepted)
    {
        _lent -= lent.Length;
        int refused = lent.Length - accepted;
        if (refused != 0)
        {
            // There is room before the first byte: what others have read meanwhile has only made it larger.
            _ring.PutBack(lent, accepted, refused);
        }

        _waiters.Announce((refused != 0 ? PollEvents.Read : PollEvents.None) | (IsFull ? PollEvents.None : PollEvents.Write));
    }

    private Result<int> Take(OpenFile file, IoBuffer into, bool isLent)
    {
        while (true)
        {
            if (_ring.Count == 0)
            {
                if (_writers == 0)
                {
                    return 0;
                }

                Errno error = file.IsNonBlocking ? Errno.EAGAIN : _waiters.Wait();
                if (error != Errno.None)
                {
                    return error;
                }

                continue;
            }

            // A page fault may let other readers run, so what there is to read is looked at again behind it.
            Result<int> pinned = into.Pin(0, Math.Min(into.Length, _ring.Count));
            if (pinned.IsError)
            {
                return pinned.Error;
            }

            bool wasFull = IsFull;
            Result<int> taken = _ring.Count == 0 ? 0 : TakeBytes(into, Math.Min(pinned.Value, _ring.Count));
            into.Unpin(0, pinned.Value);
            if (taken.IsError || taken.Value != 0)
            {
                _lent += isLent ? taken.Value : 0;
                _waiters.Announce(wasFull && !IsFull ? PollEvents.Write : PollEvents.None);
                return taken;
            }
        }
    }

    public override Result<int> Write(OpenFile file, ref long offset, IoBuffer from)
    {
        int done = 0;
        while (done < from.Length)
        {
            if (_readers == 0)
            {
                return done != 0 ? done : Errno.EPIPE;
            }

            Result<int> added = AddPinned(from, done);
            Errno error = added.Error;
            done += added.Value;
            if (error == Errno.None && added.Value == 0 && _readers != 0)
            {
                error = file.IsNonBlocking ? Errno.EAGAIN : _waiters.Wait();
            }

            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }
        }

        return done;
    }

    public override PollEvents Poll(OpenFile file)
    {
        PollEvents events = PollEvents.None;
        if (file.IsReadable)
        {
            events |= _ring.Count != 0 ? PollEvents.Read | PollEvents.ReadNormal : PollEvents.None;
            events |= _writers == 0 ? PollEvents.HangUp : PollEvents.None;
        }

        if (file.IsWritable)
        {
            events |= IsFull ? PollEvents.None : PollEvents.Write | PollEvents.WriteNormal;
            events |= _readers == 0 ? PollEvents.Error : PollEvents.None;
        }

        return events;
    }

    public override Errno Control(OpenFile file, uint request, Span<byte> argument) =>
        ControlRequest.AnswerReadable(request, argument, _ring.Count);

    public override void AppendName(ref TextBuilder text)
    {
        text.Append("pipe:["u8);
        text.AppendDecimal(Inode);
        text.Append((byte)']');
    }

    internal void Start(Timespec time)
    {
        _time = time;
        _lent = 0;
        Acquire();
    }

    protected override void Inactive()
    {
        _ring.Close();
        _owner.Return(this);
    }

    private Result<int> TakeBytes(IoBuffer into, int count)
    {
        Errno error = _ring.Read(into, 0, 0, count);
        if (error != Errno.None)
        {
            return error;
        }

        _ring.Skip(count);
        return count;
    }

    /// <summary>Takes in what fits; 0 when the writer has to wait, because a short write is not torn apart.</summary>
    private Result<int> AddPinned(IoBuffer from, int offset)
    {
        Result<int> pinned = from.Pin(offset, Math.Min(from.Length - offset, PageRing.Capacity));
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        int needed = from.Length <= AtomicWrite ? pinned.Value : 1;
        Result<int> added = Room < needed || _readers == 0 ? 0 : AddBytes(from, offset, Math.Min(pinned.Value, Room));
        from.Unpin(offset, pinned.Value);
        if (added.Value != 0)
        {
            _waiters.Announce(PollEvents.Read);
        }

        return added;
    }

    private Result<int> AddBytes(IoBuffer from, int offset, int count)
    {
        Errno error = _ring.Write(from, offset, 0, count);
        if (error != Errno.None)
        {
            return error;
        }

        _ring.Commit(count);
        return count;
    }
}
