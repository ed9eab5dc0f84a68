// All requests of one session: hands out slots with tags, submits them, checks every reply, and counts. NinePClient and
// FidTable take slots here; RequestTable.Replies has what a transport calls.
namespace NinePFs.Requests;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary>
/// A fixed table of <see cref="Request"/>s. Callers that find it empty wait in the order they came; a few slots are kept
/// back for requests that nobody waits for, so that a Tclunk can always be sent in the end.
/// </summary>
public sealed partial class RequestTable
{
    /// <summary>
    /// Room for the longest T-message without payload: Tattach with a user of 255 and an aname of 4095 bytes; Tsymlink is 4 shorter.
    /// </summary>
    public const int MessageRoom = Wire9P.HeaderLength + 4 + 4 + 2 + Limits.Name + 2 + Limits.Path + 4;

    /// <summary>Room for the longest reply without payload: Rreadlink with a target of 4095 bytes.</summary>
    public const int ReplyRoom = Wire9P.HeaderLength + 2 + Limits.Path;

    /// <summary>Faults that a session survives; one more and it is given up (R4, R6, R7).</summary>
    public const int FaultLimit = 16;

    private readonly Transport _transport;
    private readonly RequestWaiter _waiter;
    private readonly Request[] _requests;
    private readonly int[] _free;
    private readonly int _reserve;
    private UnattendedReplies? _unattended;
    private MessageTrace? _trace;
    private int _freeCount;
    private uint _nextTicket;
    private uint _servedTicket;
    private Request? _probe;
    private bool _isKickDue;

    // What the sessions before this one have had.
    private int _toleratedErrors;
    private int _toleratedDrops;

    /// <param name="capacity">Slots wanted, at least 4; the transport's limit may make it fewer.</param>
    public RequestTable(Transport transport, int capacity, MessageTrace? trace)
    {
        _transport = transport;
        _waiter = transport.Waiter;
        _trace = trace;
        Capacity = Math.Min(capacity, transport.RequestLimit);
        MessageSize = transport.MaximumMessageSize;
        _reserve = Capacity >= 8 ? Capacity / 8 : 1;
        _requests = new Request[Capacity];
        _free = new int[Capacity];
        for (int slot = 0; slot < Capacity; slot++)
        {
            _requests[slot] = new Request((ushort)slot, transport.AllocateBuffer(MessageRoom), transport.AllocateBuffer(ReplyRoom));
            _free[slot] = Capacity - 1 - slot;
        }

        _freeCount = Capacity;
        transport.Requests = this;
    }

    public int Capacity { get; }

    /// <summary>The session's msize in bytes: the transport's maximum until Tversion has settled it.</summary>
    public int MessageSize { get; set; }

    /// <summary>None while the session works.</summary>
    public PoisonReason Broken { get; private set; }

    public bool IsBroken => Broken != PoisonReason.None;

    /// <summary>Counts the sessions of this mount: every Tversion makes all fids of the one before void (version(5)).</summary>
    public uint Generation { get; private set; }

    public int InUse => Capacity - _freeCount - Quarantined;

    /// <summary>Slots that are out of use for ever, because a device may still write to their buffers.</summary>
    public int Quarantined { get; private set; }

    /// <summary>Requests given to the transport.</summary>
    public ulong Sent { get; private set; }

    /// <summary>Replies taken in, good or bad.</summary>
    public ulong Received { get; private set; }

    /// <summary>Times that a caller had to sleep for a reply: the round trips that an app feels.</summary>
    public ulong Waited { get; private set; }

    /// <summary>Replies for nobody (R4, R6).</summary>
    public int Dropped { get; private set; }

    /// <summary>Replies that were not what 9P allows.</summary>
    public int ProtocolErrors { get; private set; }

    /// <summary>Replies with bytes after their last field: accepted, counted (R12).</summary>
    public int TrailingBytes { get; private set; }

    /// <summary>Names the one who sends without waiting. Once, at boot.</summary>
    public void SetUnattended(UnattendedReplies unattended) => _unattended = unattended;

    /// <summary>
    /// For tests of what happens then: the message that is this many from now, not counting those with data, is sent so that the
    /// server cannot decode it. QEMU gives up its device at that. 0: none.
    /// </summary>
    public ulong DamagesAfter { get; set; }

    /// <summary>Takes a slot, sleeping first when there is none. EIO when the session is broken, or ends meanwhile.</summary>
    public Result<Request> Take()
    {
        if (!IsBroken && (HasWaiters || _freeCount <= _reserve))
        {
            uint ticket = _nextTicket++;
            uint session = Generation;
            while (!IsBroken && session == Generation && (ticket != _servedTicket || _freeCount <= _reserve))
            {
                WaitForReturn();
            }

            if (session != Generation)
            {
                // Restart has sent everybody away who waited before it.
                return Errno.EIO;
            }

            _servedTicket += IsBroken ? 0u : 1u;
        }

        if (IsBroken)
        {
            return Errno.EIO;
        }

        Request request = Pop();
        if (HasWaiters && _freeCount > _reserve)
        {
            // Whoever is next may have looked while it was not its turn, and sleeps again.
            _waiter.Wake(request);
        }

        return request;
    }

    /// <summary>Takes a slot only if one is free and nobody waits for it.</summary>
    public Request? TryTake() => IsBroken || HasWaiters || _freeCount <= _reserve ? null : Pop();

    /// <summary>Takes a slot for a request that nobody will wait for; the reserve counts.</summary>
    public Request? TryTakeReserved() => IsBroken || _freeCount == 0 ? null : Pop();

    /// <summary>Sleeps until some slot has been given back, or for no reason; the caller checks its condition again.</summary>
    public void WaitForReturn()
    {
        KickPending();
        _waiter.WaitForFreeRequest(WaitLimit.None);
    }

    /// <summary>Gives a slot back. The caller has unpinned its payload.</summary>
    public void Return(Request request)
    {
        if (request.State is RequestState.Free or RequestState.Sent)
        {
            // Only our own code can do this, and going on would give the device a second owner's memory.
            Poison(PoisonReason.WrongTag);
            return;
        }

        PutBack(request);
        _unattended?.SendDeferred();
    }

    /// <summary>Hands an encoded request to the transport; <see cref="Kick"/> tells the device. On an error it stays the caller's.</summary>
    public Errno Submit(Request request)
    {
        if (IsBroken)
        {
            return Errno.EIO;
        }

        request.Failure = Errno.None;
        request.ReceivedLength = 0;
        if (DamagesAfter != 0 && !request.IsPayloadOutgoing && --DamagesAfter == 0)
        {
            Damage(request);
        }

        _trace?.Sent(request);
        Errno error = _transport.Submit(request);
        if (error != Errno.None)
        {
            return error;
        }

        if (request.State == RequestState.Encoding)
        {
            request.State = RequestState.Sent;
        }

        Sent++;
        _isKickDue = true;
        return Errno.None;
    }

    /// <summary>Tells the device of all that was submitted.</summary>
    public void Kick()
    {
        _isKickDue = false;
        _transport.Kick();
    }

    /// <summary>For the idle loop: a Tclunk does not kick, it travels with the next request, and here when there is none.</summary>
    public void KickPending()
    {
        if (_isKickDue)
        {
            Kick();
        }
    }

    /// <summary>Sleeps until the request is done. A thread that is killed meanwhile has it flushed: then it ends with EINTR, or as it did.</summary>
    /// <returns>None for a success reply, else <see cref="Request.Failure"/>.</returns>
    public Errno Wait(Request request)
    {
        if (!request.IsDone)
        {
            Waited++;
            bool mayBeFlushed = request.Payload is null || request.Payload.IsOnlyForCaller;
            do
            {
                if (_waiter.Wait(request, mayBeFlushed ? WaitLimit.Death : WaitLimit.None) == Errno.EINTR && !request.IsDone)
                {
                    Flush(request);
                }
            }
            while (!request.IsDone);
        }

        return request.Failure;
    }

    /// <summary>A Tfsync without its fid.</summary>
    private static void Damage(Request request)
    {
        BinaryPrimitives.WriteInt32LittleEndian(request.Message.Bytes, Wire9P.HeaderLength);
        request.Message.Bytes[4] = (byte)MessageType.Tfsync;
        request.MessageLength = Wire9P.HeaderLength;
    }

    private bool HasWaiters => _nextTicket != _servedTicket;

    private Request Pop()
    {
        Request request = _requests[_free[--_freeCount]];
        request.State = RequestState.Encoding;
        request.WireTag = request.Tag;
        return request;
    }

    private void PutBack(Request request)
    {
        if (request.IsQuarantined)
        {
            request.State = RequestState.Free;
            Quarantined++;
            _waiter.Wake(request);
            return;
        }

        request.State = RequestState.Free;
        request.Payload = null;
        request.PayloadLength = 0;
        request.IsPayloadOutgoing = false;
        request.IsForgotten = false;
        _free[_freeCount++] = request.Tag;
        _waiter.Wake(request);
    }
}
