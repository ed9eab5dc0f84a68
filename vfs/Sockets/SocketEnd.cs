// One end of a socketpair(2): what comes in is in its own buffer, what goes out in the other's (unix(7)). SocketFileSystem owns the pairs.
namespace Vfs.Sockets;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Vfs.Ram;

public sealed partial class SocketEnd : VNode
{
    /// <summary>ioctl: bytes that can be read, or of the next message (FIONREAD), and bytes that the other end has not read (SIOCOUTQ).</summary>

    private readonly SocketFileSystem _owner;
    private readonly PageRing _incoming;
    private readonly WaitQueue _waiters;
    private int _messages;
    private bool _isOpen;
    private bool _hasReadEnd;
    private bool _hasWriteEnd;
    private Errno _error;

    internal SocketEnd(SocketFileSystem owner, ulong inode, PageStore pages, WaitQueue waiters)
    {
        _owner = owner;
        _incoming = new PageRing(pages);
        _waiters = waiters;
        FileSystem = owner;
        Inode = inode;
        Type = FileType.Socket;
    }

    public SocketKind Kind { get; private set; }

    public override bool IsSeekable => false;

    public override WaitQueue? PollQueue => _waiters;

    /// <summary>Bytes that are kept for the reader.</summary>
    public static int BufferLength => PageRing.Capacity;

    internal SocketEnd Peer { get; set; } = null!;

    /// <summary>The first end of the next free pair.</summary>
    internal SocketEnd? NextFree { get; set; }

    internal bool IsReferred { get; private set; }

    /// <summary>Half of a pair; the others have nobody to talk to.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>bind(2) has given it a name.</summary>
    public bool IsBound { get; set; }

    private bool HasMessages => Kind != SocketKind.Stream;

    public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
    {
        attributes = new Attributes { Inode = Inode, Mode = FileMode.TypeBits(FileType.Socket) | 0x1FF, Links = 1, BlockSize = 4096 };
        return Errno.None;
    }

    /// <summary>The last descriptor is gone: the other end reads what is left, then the end.</summary>
    public override void Close(OpenFile file)
    {
        _isOpen = false;
        if (!IsConnected)
        {
            return;
        }

        if (Kind != SocketKind.Datagram)
        {
            // Bytes that nobody read are a loss that the other end should know of.
            Peer._error = _incoming.Count != 0 ? Errno.ECONNRESET : Peer._error;
            Peer._hasReadEnd = true;
            Peer._hasWriteEnd = true;
        }

        Peer._waiters.Announce(PollEvents.HangUp);
    }

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into) => Receive(file, into, ref offset, MessageFlags.None);

    public override Result<int> Write(OpenFile file, ref long offset, IoBuffer from) => Send(file, from, MessageFlags.None);

    /// <summary>shutdown(2). EINVAL.</summary>
    public Errno Shutdown(int how)
    {
        const int read = 0, write = 1, both = 2;
        if (how is not (read or write or both))
        {
            return Errno.EINVAL;
        }

        if (!IsConnected)
        {
            return Errno.None;
        }

        _hasReadEnd |= how != write;
        _hasWriteEnd |= how != read;
        if (Kind != SocketKind.Datagram)
        {
            Peer._hasReadEnd |= how != read;
            Peer._hasWriteEnd |= how != write;
        }

        _waiters.Announce(PollEvents.HangUp);
        Peer._waiters.Announce(PollEvents.HangUp);
        return Errno.None;
    }

    /// <summary>SO_ERROR: the error that waits, which it ends.</summary>
    public Errno TakeError()
    {
        Errno error = _error;
        _error = Errno.None;
        return error;
    }

    public override PollEvents Poll(OpenFile file)
    {
        if (!IsConnected)
        {
            // As unix_poll says it of a stream without a peer.
            return Kind == SocketKind.Datagram ? PollEvents.Write : PollEvents.Write | PollEvents.HangUp;
        }

        PollEvents events = _incoming.Count != 0 || _hasReadEnd ? PollEvents.Read : PollEvents.None;
        events |= _hasReadEnd ? PollEvents.ReadHangUp : PollEvents.None;
        events |= _hasReadEnd && _hasWriteEnd ? PollEvents.HangUp : PollEvents.None;
        events |= _error != Errno.None ? PollEvents.Error : PollEvents.None;
        return events | (IsWritableNow ? PollEvents.Write : PollEvents.None);
    }

    public override Errno Control(OpenFile file, uint request, Span<byte> argument)
    {
        if (request is not (ControlRequest.BytesReadable or ControlRequest.BytesUnsent) || argument.Length < sizeof(int))
        {
            return Errno.ENOTTY;
        }

        int count = !IsConnected ? 0 : request == ControlRequest.BytesUnsent ? Peer._incoming.Count
            : Kind != SocketKind.Datagram ? _incoming.Count - (_messages * LengthBytes)
            : _incoming.Count != 0 ? _incoming.ReadLength() : 0;
        BinaryPrimitives.WriteInt32LittleEndian(argument, count);
        return Errno.None;
    }

    public override void AppendName(ref TextBuilder text)
    {
        text.Append("socket:["u8);
        text.AppendDecimal(Inode);
        text.Append((byte)']');
    }

    // A gone end no longer holds anything up: writing tells at once.
    private bool IsWritableNow => !Peer._isOpen || Peer._incoming.Room >= PageRing.Capacity / 4;

    /// <summary>Takes the pages of the buffer; <see cref="Finish"/> returns them. ENOMEM.</summary>
    internal Errno Borrow() => _incoming.Fill();

    internal void StartLoose(SocketKind kind)
    {
        Start(kind);
        IsConnected = false;
    }

    internal void Start(SocketKind kind)
    {
        IsConnected = true;
        IsBound = false;
        Kind = kind;
        _messages = 0;
        _isOpen = true;
        _hasReadEnd = false;
        _hasWriteEnd = false;
        _error = Errno.None;
        IsReferred = true;
        Acquire();
    }

    /// <summary>Both ends are gone.</summary>
    internal void Finish() => _incoming.Close();

    protected override void Inactive()
    {
        IsReferred = false;
        _owner.Return(this);
    }
}
