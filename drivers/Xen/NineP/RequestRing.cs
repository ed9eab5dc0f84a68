// Carries requests over one ring of the Xen 9pfs transport: those that do not fit yet wait their turn, replies find their request
// by the tag. RingsTransport has one for each ring.
namespace Drivers.Xen.NineP;

using System;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Wire;

public sealed class RequestRing
{
    /// <summary>Nanoseconds in which the rest of a reply has to come.</summary>
    public const ulong Patience = 10_000_000_000;

    /// <summary>A <see cref="Request.TransportSlot"/> of a request that the other side has not seen.</summary>
    private const int NotPublished = -1;

    // An Rlerror.
    private const int ShortestRoom = Wire9P.HeaderLength + 4;

    private readonly int _index;
    private readonly NinePRing _ring;
    private readonly EventChannel _channel;
    private readonly WaitingRequests _waiting;
    private bool _hasUntoldMessage;
    private bool _hasUntoldRoom;
    private int _partialLength;
    private ulong _partialSince;

    /// <param name="index">Of this ring among those of its transport.</param>
    /// <param name="requestLimit">Requests that can wait at most: those of the transport.</param>
    public RequestRing(int index, NinePRing ring, EventChannel channel, int requestLimit)
    {
        _index = index;
        _ring = ring;
        _channel = channel;
        _waiting = new WaitingRequests(requestLimit);
    }

    /// <summary>Requests that the other side has.</summary>
    public int InFlight { get; private set; }

    /// <summary>Requests that wait for room.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Requests that were published since the start.</summary>
    public ulong Posted { get; private set; }

    /// <summary>Requests that had to wait.</summary>
    public ulong Delayed { get; private set; }

    public ulong Notifications { get; private set; }

    /// <summary>Whether the other side is still there. Asking leaves the VM.</summary>
    public bool IsConnected => _channel.IsConnected;

    /// <summary>Publishes the request, or keeps it until there is room.</summary>
    /// <returns>EMSGSIZE when there will never be; EFAULT when its data cannot be read; EINVAL when an error could not be answered.
    /// It is the caller's again then.</returns>
    public Errno Submit(Request request)
    {
        if (request.ReplyHeaderLength < ShortestRoom)
        {
            return Errno.EINVAL;
        }

        int length = LengthOf(request), reply = ReplyOf(request);
        if (!_ring.CanHold(length, reply))
        {
            return Errno.EMSGSIZE;
        }

        if (Waiting == 0 && !_ring.HasRoom(length, reply))
        {
            // What is wrong with the ring, Poll says.
            _ring.Look();
        }

        Errno error = Errno.None;
        if (Waiting != 0 || !_ring.HasRoom(length, reply))
        {
            request.TransportSlot = NotPublished;
            _waiting.Add(request);
            Delayed++;
        }
        else
        {
            error = Publish(request);
        }

        request.State = error == Errno.None ? RequestState.Sent : request.State;
        return error;
    }

    /// <summary>Takes a request back that waits for room still. False when it does not.</summary>
    public bool TryWithdraw(Request request) => _waiting.TryRemove(request);

    /// <summary>There will be no reply to a published request.</summary>
    public void Forget(Request request)
    {
        request.TransportSlot = NotPublished;
        InFlight--;
        _ring.Release(ReplyOf(request));
    }

    /// <summary>Rings the other side if there is a message that it was not told of.</summary>
    public void Notify()
    {
        if (_hasUntoldMessage)
        {
            Ring();
        }
    }

    /// <summary>Rings the other side if it was not told of all replies that were consumed.</summary>
    public void NotifyOfRoom()
    {
        if (_hasUntoldRoom)
        {
            Ring();
        }
    }

    /// <summary>Takes in replies, and publishes what they make room for.</summary>
    /// <param name="fault">Why the session cannot go on.</param>
    /// <returns>True when there was a reply.</returns>
    public bool Poll(RequestTable requests, out PoisonReason fault)
    {
        bool any = false;
        fault = _ring.Look();
        int longest = Math.Min(requests.MessageSize, _ring.Half);
        while (fault == PoisonReason.None && _ring.TryTakeHeader(longest, out fault))
        {
            any = true;
            fault = Deliver(requests);
            if (requests.IsBroken)
            {
                return true;
            }
        }

        ulong posted = Posted;
        if (fault == PoisonReason.None && Waiting != 0)
        {
            PublishWaiting(requests);
        }

        // Whoever owes more replies may wait for the room, and is told at once. One who owes none is told with the next message or
        // before the processor halts. Nobody but us tells of what had to wait: its sender sleeps.
        _hasUntoldRoom |= any;
        if ((any && InFlight != 0) || Posted != posted)
        {
            Ring();
        }

        return any;
    }

    /// <summary>Whether a part of a reply has come and then nothing more for <see cref="Patience"/>. After <see cref="Poll"/>.</summary>
    public bool IsStuck(ulong now)
    {
        if (_ring.InUsed != _partialLength)
        {
            _partialLength = _ring.InUsed;
            _partialSince = now;
        }

        return _partialLength != 0 && now - _partialSince >= Patience;
    }

    /// <summary>The session is over: forgets everything.</summary>
    public void Abandon()
    {
        _waiting.Clear();
        InFlight = 0;
        _hasUntoldMessage = false;
        _hasUntoldRoom = false;
    }

    public void Mask() => _channel.Mask();

    /// <summary>Lets events call from now on; whoever wants those before it looks after this.</summary>
    public void Unmask()
    {
        // Most have come for what was taken in long ago.
        _channel.Forget();
        _channel.Unmask();
    }

    private void Ring()
    {
        _hasUntoldMessage = false;
        _hasUntoldRoom = false;
        Notifications++;
        _channel.Notify();
    }

    private static int LengthOf(Request request) => request.MessageLength + (request.IsPayloadOutgoing ? request.PayloadLength : 0);

    /// <summary>A server keeps its replies within the msize, and those that leave no byte free are not asked for.</summary>
    private int ReplyOf(Request request) => Math.Min(request.ReplyCapacity, _ring.Half - 1);

    private Errno Publish(Request request)
    {
        _ring.Write(request.Message.Bytes.Slice(0, request.MessageLength));
        Errno error = request.IsPayloadOutgoing
            ? _ring.Write(request.Payload!, request.PayloadOffset, request.PayloadLength)
            : Errno.None;
        if (error != Errno.None)
        {
            _ring.Withdraw();
            return error;
        }

        request.TransportSlot = _index;
        _ring.Publish(ReplyOf(request));
        InFlight++;
        Posted++;
        _hasUntoldMessage = true;
        return Errno.None;
    }

    private void PublishWaiting(RequestTable requests)
    {
        while (Waiting != 0)
        {
            Request request = _waiting.First;
            if (!_ring.HasRoom(LengthOf(request), ReplyOf(request)))
            {
                return;
            }

            _waiting.RemoveFirst();
            Errno error = Publish(request);
            if (error != Errno.None)
            {
                requests.Fail(request, error);
            }
        }
    }

    /// <summary>Hands the reply at the front to its request.</summary>
    private PoisonReason Deliver(RequestTable requests)
    {
        ushort tag = _ring.Tag;
        int size = _ring.Size;
        Request? request = requests.FindSent(tag);
        if (request is null)
        {
            _ring.Consume(0);
            requests.CompleteByTag(tag, size); // R4: dropped and counted
            return PoisonReason.None;
        }

        if (request.TransportSlot != _index)
        {
            return PoisonReason.WrongRing; // B9, or an answer to what nobody was asked
        }

        if (size > request.ReplyCapacity)
        {
            return PoisonReason.ReplyTooLarge; // R3
        }

        // The header that was judged, whatever the ring says by now (B6).
        int inHeader = Math.Min(size, request.ReplyHeaderLength);
        ReadOnlySpan<byte> header = _ring.Header;
        header.CopyTo(request.Reply.Bytes);
        _ring.Read(header.Length, request.Reply.Bytes.Slice(header.Length, inHeader - header.Length));
        Errno error = size > inHeader
            ? _ring.Read(inHeader, request.Payload!, request.PayloadOffset, size - inHeader)
            : Errno.None;
        _ring.Consume(ReplyOf(request));
        request.TransportSlot = NotPublished;
        InFlight--;
        if (error != Errno.None)
        {
            requests.Fail(request, error);
        }
        else
        {
            requests.Complete(request, size);
        }

        return PoisonReason.None;
    }
}
