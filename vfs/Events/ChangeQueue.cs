// inotify_init(2): the events of one app's watches, waiting to be read. EventFiles hands them out, ChangeNotices fills them.
namespace Vfs.Events;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>Events lie in a ring as struct inotify_event, each with its name padded to 16 bytes as Linux does.</summary>
public sealed class ChangeQueue : AnonymousNode
{
    /// <summary>wd, mask, cookie, len.</summary>
    private const int HeaderBytes = 16;
    private const int Capacity = 16 << 10;
    private readonly ChangeNotices _notices;
    private readonly byte[] _ring = new byte[Capacity];
    private int _start;
    private int _count;
    private int _last;
    private int _lastLength;
    private int _lastDescriptor;

    internal ChangeQueue(WaitQueue waiters, ChangeNotices notices)
        : base(waiters)
    {
        _notices = notices;
    }

    protected override ReadOnlySpan<byte> Name => "anon_inode:inotify"u8;

    /// <summary>inotify_add_watch(2): the watch descriptor. Takes over the reference to the dentry.</summary>
    public Result<int> Watch(Dentry dentry, ChangeEvents mask)
    {
        const ChangeEvents kept = ChangeEvents.All | ChangeEvents.OneShot | ChangeEvents.ExcludeUnlinked;
        ChangeWatch? watch = _notices.Find(this, dentry);
        if (watch != null)
        {
            dentry.Release();
            if ((mask & ChangeEvents.MaskCreate) != 0)
            {
                return Errno.EEXIST;
            }

            watch.Mask = ((mask & ChangeEvents.MaskAdd) != 0 ? watch.Mask : ChangeEvents.None) | (mask & kept);
            return watch.Descriptor;
        }

        if (!_notices.Add(this, dentry, _lastDescriptor + 1, mask & kept))
        {
            dentry.Release();
            return Errno.ENOSPC;
        }

        return ++_lastDescriptor;
    }

    /// <summary>inotify_rm_watch(2). EINVAL.</summary>
    public Errno Unwatch(int descriptor)
    {
        ChangeWatch? watch = _notices.Find(this, descriptor);
        if (watch == null)
        {
            return Errno.EINVAL;
        }

        _notices.Drop(watch, isTold: true);
        return Errno.None;
    }

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        while (_count == 0)
        {
            Errno error = file.IsNonBlocking ? Errno.EAGAIN : Waiters.Wait();
            if (error != Errno.None)
            {
                return error;
            }
        }

        // A page fault may let others run: the events are looked at behind it.
        Result<int> pinned = into.Pin(0, Math.Min(into.Length, Capacity));
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        int done = 0;
        Errno result = Errno.None;
        while (_count != 0 && result == Errno.None)
        {
            int length = LengthOfFirst;
            if (done + length > pinned.Value)
            {
                result = Errno.EINVAL;
                break;
            }

            result = Take(into, done, length);
            done += result == Errno.None ? length : 0;
        }

        into.Unpin(0, pinned.Value);
        return done != 0 ? done : result;
    }

    public override PollEvents Poll(OpenFile file) => _count != 0 ? PollEvents.Read : PollEvents.None;

    public override Errno Control(OpenFile file, uint request, Span<byte> argument) =>
        ControlRequest.AnswerReadable(request, argument, _count);

    internal void Start()
    {
        _start = 0;
        _count = 0;
        _lastLength = 0;
        _lastDescriptor = 0;
    }

    internal void Add(int descriptor, ChangeEvents events, uint cookie, ReadOnlySpan<byte> name)
    {
        Span<byte> bytes = stackalloc byte[HeaderBytes + Limits.Name + 17];
        int padded = name.IsEmpty ? 0 : (name.Length + 16) & ~15;
        bytes = bytes.Slice(0, HeaderBytes + padded);
        bytes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, descriptor);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)events);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], cookie);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], padded);
        name.CopyTo(bytes[HeaderBytes..]);
        if (IsRepeated(bytes))
        {
            return;
        }

        // Room for one more is kept, to say that some are missing.
        if (Capacity - _count < bytes.Length + HeaderBytes)
        {
            if (Capacity - _count < HeaderBytes || _lastLength == HeaderBytes && IsOverflow)
            {
                return;
            }

            bytes = bytes.Slice(0, HeaderBytes);
            bytes.Clear();
            BinaryPrimitives.WriteInt32LittleEndian(bytes, -1);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)ChangeEvents.Overflow);
        }

        _last = (_start + _count) % Capacity;
        _lastLength = bytes.Length;
        for (int index = 0; index < bytes.Length; index++)
        {
            _ring[(_last + index) % Capacity] = bytes[index];
        }

        _count += bytes.Length;
        Waiters.Announce(PollEvents.Read);
    }

    protected override void Inactive()
    {
        _notices.DropAll(this);
        base.Inactive();
    }

    private bool IsOverflow => (_ring[(_last + 5) % Capacity] & 0x40) != 0;

    private int LengthOfFirst
    {
        get
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            for (int index = 0; index < length.Length; index++)
            {
                length[index] = _ring[(_start + 12 + index) % Capacity];
            }

            return HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(length);
        }
    }

    // The same event twice in a row is told once (inotify(7)).
    private bool IsRepeated(ReadOnlySpan<byte> bytes)
    {
        bool isSame = _count != 0 && bytes.Length == _lastLength;
        for (int index = 0; index < bytes.Length && isSame; index++)
        {
            isSame = _ring[(_last + index) % Capacity] == bytes[index];
        }

        return isSame;
    }

    private Errno Take(IoBuffer into, int offset, int length)
    {
        int first = Math.Min(length, Capacity - _start);
        Errno error = into.Put(offset, _ring.AsSpan(_start, first));
        error = error != Errno.None || first == length ? error : into.Put(offset + first, _ring.AsSpan(0, length - first));
        if (error == Errno.None)
        {
            _start = (_start + length) % Capacity;
            _count -= length;
        }

        return error;
    }
}
