// The numbers of socketpair(2), send(2), recv(2) and shutdown(2); SocketEnd acts by them, the socket syscalls check them.
namespace Vfs.Sockets;

using System;

/// <summary>SOCK_* (socket(2)).</summary>
public enum SocketKind
{
    /// <summary>Bytes without boundaries.</summary>
    Stream = 1,

    /// <summary>Messages, without a connection that could end.</summary>
    Datagram = 2,

    /// <summary>Messages over a connection.</summary>
    SequencedPacket = 5,
}

/// <summary>MSG_* (include/linux/socket.h).</summary>
[Flags]
public enum MessageFlags : uint
{
    None = 0,
    OutOfBand = 1,
    Peek = 2,

    /// <summary>Asked for: recv returns a message's whole length. Returned: it was cut.</summary>
    Truncate = 0x20,
    DoNotWait = 0x40,
    EndOfRecord = 0x80,
    WaitForAll = 0x100,
    NoSignal = 0x4000,
    CloseOnExec = 0x4000_0000,
}
