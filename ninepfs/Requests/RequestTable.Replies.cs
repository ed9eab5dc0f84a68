// The other half of RequestTable: what transports report to it, and when a session is given up.
namespace NinePFs.Requests;

using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Wire;

public sealed partial class RequestTable
{
    /// <summary>
    /// For transports: the reply to <paramref name="request"/> is in its buffers, <paramref name="receivedLength"/> bytes by the device's
    /// word.
    /// </summary>
    public void Complete(Request request, int receivedLength)
    {
        if (request.State != RequestState.Sent)
        {
            Drop(); // R6
            return;
        }

        Received++;
        PoisonReason reason = ReplyFrame.Check(request, receivedLength, MessageSize, out Errno failure);
        request.ReceivedLength = receivedLength;
        bool isSound = reason == PoisonReason.None && receivedLength != 0;
        if (isSound)
        {
            _trace?.Received(request);
        }

        bool isReply = isSound && ((MessageType)request.Reply.Bytes[4] == MessageType.Rlerror || failure == Errno.None);
        Finish(request, isReply ? RequestState.Received : RequestState.Failed, failure);
        if (reason != PoisonReason.None)
        {
            Poison(reason);
        }
        else if (isSound && !isReply)
        {
            CountProtocolError(PoisonReason.WrongReplyType); // R7, R8, R9
        }
    }

    /// <summary>For transports: there will be no reply, and the device no longer touches the buffers.</summary>
    public void Fail(Request request, Errno error)
    {
        if (request.State == RequestState.Sent)
        {
            Finish(request, RequestState.Failed, error == Errno.None ? Errno.EIO : error);
        }
    }

    /// <summary>For stream transports: the request that a reply with this tag belongs to, or null when none was sent (R4).</summary>
    public Request? FindSent(ushort wireTag)
    {
        if (wireTag < Capacity)
        {
            Request request = _requests[wireTag];
            return request.State == RequestState.Sent && request.WireTag == wireTag ? request : null;
        }

        for (int slot = 0; slot < Capacity && wireTag == Wire9P.NoTag; slot++)
        {
            Request request = _requests[slot];
            if (request.State == RequestState.Sent && request.WireTag == Wire9P.NoTag)
            {
                return request;
            }
        }

        return null;
    }

    /// <summary>
    /// For stream transports: as <see cref="Complete"/>, the request named by the tag in the reply. Unknown tags are dropped and counted.
    /// </summary>
    public void CompleteByTag(ushort wireTag, int receivedLength)
    {
        Request? request = FindSent(wireTag);
        if (request is null)
        {
            Drop();
            return;
        }

        Complete(request, receivedLength);
    }

    /// <summary>For transports: every request still Sent fails; what <see cref="Transport.Poison"/> ends with.</summary>
    /// <param name="isQuarantined">The device may still write to their buffers: those stay out of use and pinned for ever (Q13).</param>
    public void FailAll(Errno error, bool isQuarantined = false)
    {
        for (int slot = 0; slot < Capacity; slot++)
        {
            Request request = _requests[slot];
            request.IsQuarantined |= isQuarantined && request.State == RequestState.Sent;
            Fail(request, error);
        }
    }

    /// <summary>Gives the session up: everything sent fails with EIO, and so does every call from now on.</summary>
    public void Poison(PoisonReason reason)
    {
        if (IsBroken)
        {
            return;
        }

        Broken = reason;
        ProtocolErrors++;
        _transport.Poison(reason);
        _unattended?.SendDeferred();
    }

    /// <summary>
    /// Asks the server for a sign of life: a Tflush of a tag that nobody has is answered at once (flush(5)), whatever the requests
    /// before it wait for. Nobody waits for the answer. At most one at a time, and only when a slot is free.
    /// </summary>
    public void Probe()
    {
        Request? request = _probe is null ? TryTakeReserved() : null;
        if (request is null)
        {
            return;
        }

        request.Type = MessageType.Tflush;
        request.MessageLength = WireWriter.Encode(request.Message.Bytes, request.Tag, new Tflush(Wire9P.NoTag), 0).Value;
        request.ReplyHeaderLength = ReplyRoom;
        request.IsForgotten = true;
        _probe = request;
        if (Submit(request) == Errno.None)
        {
            Kick();
            return;
        }

        _probe = null;
        PutBack(request);
    }

    /// <summary>Begins another session: restarts the transport if the last one broke. The caller sends Tversion next.</summary>
    /// <returns>EIO when the transport is lost.</returns>
    public Errno Restart()
    {
        if (IsBroken)
        {
            Errno error = _transport.Restart();
            if (error != Errno.None)
            {
                return error;
            }

            Broken = PoisonReason.None;
            _toleratedErrors = ProtocolErrors;
            _toleratedDrops = Dropped;
        }

        // Whoever waits for a slot since before leaves with EIO, in whatever order they wake.
        _servedTicket = _nextTicket;
        Generation++;
        return Errno.None;
    }

    /// <summary>Counts a reply whose content is not what 9P allows; too many end the session.</summary>
    public void CountProtocolError(PoisonReason reason)
    {
        ProtocolErrors++;
        if (ProtocolErrors - _toleratedErrors > FaultLimit)
        {
            Poison(reason);
        }
    }

    public void CountTrailingBytes() => TrailingBytes++;

    private void Drop()
    {
        Dropped++;
        if (Dropped - _toleratedDrops > FaultLimit)
        {
            Poison(PoisonReason.WrongTag);
        }
    }

    private void Finish(Request request, RequestState state, Errno failure)
    {
        request.State = state;
        request.Failure = failure;
        if (!request.IsForgotten)
        {
            _waiter.Wake(request);
            return;
        }

        // Nothing may be submitted from here: the transport is in the middle of its Poll.
        if (request == _probe)
        {
            _probe = null;
        }
        else
        {
            _unattended?.Answered(request, failure);
        }

        PutBack(request);
    }
}
