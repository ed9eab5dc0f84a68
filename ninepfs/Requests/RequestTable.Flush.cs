// The part of RequestTable that takes a request back whose caller is gone: Tflush (flush(5)). The ids are those of docs/compat/faults.md.
namespace NinePFs.Requests;

using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Wire;
using Vfs;

public sealed partial class RequestTable
{
    /// <summary>Requests that the server was asked to forget.</summary>
    public int Flushed { get; private set; }

    /// <summary>Nobody will see the rest of a transfer that the running thread has begun.</summary>
    public bool IsInVain(IoBuffer payload) => payload.IsOnlyForCaller && _waiter.IsCallerDying;

    /// <summary>
    /// Ends a request that is Sent: when this returns it is done, and the server will say nothing of its tag any more. It may have
    /// been answered nevertheless, and then that counts (T3). The buffers are waited for as long as the server lives (T2).
    /// </summary>
    private void Flush(Request request)
    {
        if (_transport.Withdraw(request))
        {
            Fail(request, Errno.EINTR);
            return;
        }

        Request? flush = TakeForFlush(request);
        if (flush is null)
        {
            return;
        }

        Flushed++;
        flush.Type = MessageType.Tflush;
        flush.MessageLength = WireWriter.Encode(flush.Message.Bytes, flush.Tag, new Tflush(request.WireTag), 0).Value;
        flush.ReplyHeaderLength = ReplyRoom;
        if (Submit(flush) == Errno.None)
        {
            Kick();
            AwaitFlush(flush, request);
        }
        else if (!IsBroken)
        {
            // A transport that cannot take so short a message takes nothing any more.
            Poison(PoisonReason.FlushUnanswered);
        }

        Return(flush);
    }

    /// <summary>Waits for Rflush, and only then for what may still come of the request.</summary>
    private void AwaitFlush(Request flush, Request request)
    {
        if (!AwaitBounded(flush))
        {
            return; // T5
        }

        if (flush.Failure != Errno.None)
        {
            // An error, or a reply of another type: nothing says that the server has forgotten the tag (T6).
            Poison(PoisonReason.FlushUnanswered);
            return;
        }

        if (request.State == RequestState.Sent)
        {
            // A reply is sent before Rflush (flush(5)), but its path may have been looked at before that. Left there it would find the
            // next request with its tag.
            _transport.Poll();
        }

        if (request.State == RequestState.Sent && _transport.Forget(request))
        {
            Fail(request, Errno.EINTR); // T4
            return;
        }

        if (AwaitBounded(request) && request.State == RequestState.Failed && request.ReceivedLength == 0)
        {
            // The device has handed the buffers back empty.
            request.Failure = Errno.EINTR;
        }
    }

    /// <summary>False when the wait has ended with the session.</summary>
    private bool AwaitBounded(Request request)
    {
        while (!request.IsDone)
        {
            if (_waiter.Wait(request, WaitLimit.Patience) == Errno.ETIMEDOUT && !request.IsDone)
            {
                Poison(PoisonReason.FlushUnanswered);
            }
        }

        return !IsBroken;
    }

    /// <summary>A slot whose message does not wait behind the request; sleeps until there is one. Null: the request is done meanwhile.</summary>
    private Request? TakeForFlush(Request request)
    {
        // With a single path the request ends before its Tflush is seen, or the time does (T10).
        bool isAnyGood = request.WireTag == Wire9P.NoTag || !HasOtherPath(request.Tag);
        while (!request.IsDone)
        {
            for (int index = _freeCount - 1; index >= 0 && !IsBroken; index--)
            {
                int slot = _free[index];
                if (isAnyGood || !_transport.SharesPath((ushort)slot, request.Tag))
                {
                    // Out of the middle of the stack.
                    _free[index] = _free[_freeCount - 1];
                    _free[_freeCount - 1] = slot;
                    return Pop();
                }
            }

            // Every slot waits for the server, and nobody could be told to give one up: the time decides here too (T2).
            KickPending();
            if (_waiter.WaitForFreeRequest(WaitLimit.Patience) == Errno.ETIMEDOUT && !request.IsDone)
            {
                Poison(PoisonReason.FlushUnanswered);
            }
        }

        return null;
    }

    private bool HasOtherPath(ushort tag)
    {
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (!_transport.SharesPath((ushort)slot, tag))
            {
                return true;
            }
        }

        return false;
    }
}
