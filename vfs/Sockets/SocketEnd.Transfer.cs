// Sending and receiving of SocketEnd: streams pass in pieces, messages whole and each with its length before it.
namespace Vfs.Sockets;

using System;
using Kernel.Abi;
using Vfs.Ram;

public sealed partial class SocketEnd
{
    private const int LengthBytes = sizeof(int);

    /// <summary>recv(2): bytes received, 0 at the end. EAGAIN, EINTR, ECONNRESET.</summary>
    /// <param name="messageLength">How long the message was of which as much as there was room for has been received.</param>
    public Result<int> Receive(OpenFile file, IoBuffer into, ref long messageLength, MessageFlags flags)
    {
        bool waits = !file.IsNonBlocking && (flags & MessageFlags.DoNotWait) == 0;
        if (!IsConnected)
        {
            // A datagram could still come from somebody, if there were anybody.
            return Kind != SocketKind.Datagram ? Errno.EINVAL : waits ? _waiters.Wait() : Errno.EAGAIN;
        }

        int done = 0;
        messageLength = -1;
        while (true)
        {
            Result<int> taken = _incoming.Count != 0 ? Take(into, done, ref messageLength, flags) : TakeError();
            Errno error = taken.Error;
            done += error == Errno.None ? taken.Value : 0;
            bool isEnough = HasMessages ? messageLength >= 0
                : done != 0 && ((flags & MessageFlags.WaitForAll) == 0 || done == into.Length || (flags & MessageFlags.Peek) != 0);
            if (isEnough || error != Errno.None || _hasReadEnd || (into.Length == 0 && !HasMessages))
            {
                return done != 0 || error == Errno.None ? done : error;
            }

            if (_incoming.Count == 0)
            {
                error = waits ? _waiters.Wait() : Errno.EAGAIN;
                if (error != Errno.None)
                {
                    return done != 0 ? done : error;
                }
            }
        }
    }

    /// <summary>send(2). EPIPE, EAGAIN, EINTR, EMSGSIZE; ECONNREFUSED when the other end of datagrams is gone.</summary>
    public Result<int> Send(OpenFile file, IoBuffer from, MessageFlags flags)
    {
        bool waits = !file.IsNonBlocking && (flags & MessageFlags.DoNotWait) == 0;
        if (HasMessages && IsConnected && from.Length > PageRing.Capacity - LengthBytes)
        {
            return Errno.EMSGSIZE;
        }

        int done = 0;
        while (true)
        {
            Errno error = CheckSend();
            Result<int> added = error != Errno.None ? error : HasMessages ? AddMessage(from) : AddBytes(from, done);
            error = added.Error;
            bool isAdded = error == Errno.None && added.Value >= 0;
            done += isAdded ? added.Value : 0;
            if (isAdded && (HasMessages || done == from.Length))
            {
                return done;
            }

            if (error == Errno.None && !isAdded)
            {
                error = waits ? _waiters.Wait() : Errno.EAGAIN;
            }

            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }
        }
    }

    private Errno CheckSend()
    {
        if (!IsConnected)
        {
            return Errno.ENOTCONN;
        }

        if (_hasWriteEnd)
        {
            return Errno.EPIPE;
        }

        return Peer._isOpen ? Errno.None : Errno.ECONNREFUSED;
    }

    private Result<int> Take(IoBuffer into, int done, ref long messageLength, MessageFlags flags)
    {
        // A page fault may let other readers run, so it comes before the look that counts.
        int room = into.Length - done;
        Result<int> pinned = room == 0 ? 0 : into.Pin(done, Math.Min(room, PageRing.Capacity));
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        Result<int> taken = _incoming.Count == 0 ? 0 : TakePinned(into, done, Math.Min(room, pinned.Value), ref messageLength, flags);
        if (room != 0)
        {
            into.Unpin(done, pinned.Value);
        }

        return taken;
    }

    private Result<int> TakePinned(IoBuffer into, int done, int room, ref long messageLength, MessageFlags flags)
    {
        int header = HasMessages ? LengthBytes : 0;
        int length = HasMessages ? _incoming.ReadLength() : _incoming.Count;
        int count = Math.Min(length, room);
        Errno error = _incoming.Read(into, done, header, count);
        if (error != Errno.None)
        {
            return error;
        }

        messageLength = length;
        if ((flags & MessageFlags.Peek) == 0)
        {
            _incoming.Skip(HasMessages ? header + length : count);
            _messages -= HasMessages ? 1 : 0;
            Peer._waiters.Announce(Peer.IsWritableNow ? PollEvents.Write : PollEvents.None);
        }

        return count;
    }

    /// <summary>-1 when there is no room yet.</summary>
    private Result<int> AddMessage(IoBuffer from)
    {
        Result<int> pinned = from.Length == 0 ? 0 : from.Pin(0, from.Length);
        if (pinned.IsError || pinned.Value < from.Length)
        {
            if (!pinned.IsError)
            {
                from.Unpin(0, pinned.Value);
            }

            return pinned.IsError ? pinned.Error : Errno.EFAULT;
        }

        bool hasRoom = Peer._incoming.Room >= from.Length + LengthBytes && CheckSend() == Errno.None;
        Errno error = hasRoom ? Peer._incoming.Write(from, 0, LengthBytes, from.Length) : Errno.None;
        if (from.Length != 0)
        {
            from.Unpin(0, pinned.Value);
        }

        if (error != Errno.None || !hasRoom)
        {
            return error != Errno.None ? error : -1;
        }

        Peer._incoming.WriteLength(from.Length);
        Peer._incoming.Commit(from.Length + LengthBytes);
        Peer._messages++;
        Peer._waiters.Announce(PollEvents.Read);
        return from.Length;
    }

    /// <summary>-1 when there is no room yet.</summary>
    private Result<int> AddBytes(IoBuffer from, int done)
    {
        if (from.Length == 0)
        {
            return 0;
        }

        Result<int> pinned = from.Pin(done, Math.Min(from.Length - done, PageRing.Capacity));
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        int count = CheckSend() == Errno.None ? Math.Min(pinned.Value, Peer._incoming.Room) : 0;
        Errno error = Peer._incoming.Write(from, done, 0, count);
        from.Unpin(done, pinned.Value);
        if (error != Errno.None || count == 0)
        {
            return error != Errno.None ? error : -1;
        }

        Peer._incoming.Commit(count);
        Peer._waiters.Announce(PollEvents.Read);
        return count;
    }
}
