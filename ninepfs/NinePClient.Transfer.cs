// Tread, Twrite and Treaddir: data goes straight between the caller's memory and the transport, never through a message buffer.
// NinePNode and NinePDirectory call it.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;

public sealed partial class NinePClient
{
    /// <summary>
    /// Reads until the buffer is full or the file ends, several messages at a time when one is not enough.
    /// </summary>
    /// <returns>Bytes from <paramref name="offset"/> on without a gap; an error only when there are none.</returns>
    public Result<int> Read(Fid fid, long offset, IoBuffer into)
    {
        var window = new RequestWindow();
        Errno error;
        int done = 0;
        bool isPiecemeal = false;
        int before;
        do
        {
            before = done;
            error = ReadRound(fid, offset, into, ref window, ref done, ref isPiecemeal);
        }
        while (isPiecemeal && error == Errno.None && done > before && done < into.Length);
        return done > 0 || error == Errno.None ? done : error;
    }

    /// <summary>
    /// Writes all of the buffer, one message after the other: were they in flight together, a short one would leave a hole
    /// behind it. With an append fid the server ignores the offsets.
    /// </summary>
    /// <returns>Bytes written; an error only when there are none.</returns>
    public Result<int> Write(Fid fid, long offset, IoBuffer from)
    {
        int done = 0;
        bool wasNothing = false;
        while (done < from.Length)
        {
            if (_requests.IsInVain(from))
            {
                return done > 0 ? done : Errno.EINTR;
            }

            Result<int> count = WriteOnce(fid, (ulong)(offset + done), from, done, Math.Min(fid.IoUnit, from.Length - done));
            Errno error = count.Error;
            if (error == Errno.None && count.Value == 0)
            {
                error = wasNothing ? Errno.EIO : Errno.None; // D5: one more try, then it is an error
                wasNothing = true;
            }

            if (error != Errno.None)
            {
                return done > 0 ? done : error;
            }

            done += count.Value;
        }

        return done;
    }

    /// <summary>Fills <paramref name="into"/> with directory records from <paramref name="cookie"/> on.</summary>
    /// <returns>Bytes of records; 0 at the end of the directory.</returns>
    public Result<int> ReadDirectory(Fid fid, ulong cookie, PayloadMemory into)
    {
        Result<Request> taken = _requests.Take();
        if (taken.IsError)
        {
            return taken.Error;
        }

        Request request = taken.Value;
        int length = Math.Min(into.Length, DataLimit);
        Errno error = Encode(request, new Treaddir(fid.Number, cookie, (uint)length), 0);
        SetPayload(request, into, 0, length, isOutgoing: false);
        error = error == Errno.None ? Submit(request, fid) : error;
        if (error != Errno.None)
        {
            _requests.Return(request);
            return error;
        }

        _requests.Kick();
        return FinishRead(request, out _);
    }

    /// <summary>Asks for everything from <paramref name="done"/> on and takes the answers in order, until one is short.</summary>
    /// <param name="isPiecemeal">A short reply was not the end: this server answers early, so only nothing is (D4).</param>
    private Errno ReadRound(Fid fid, long offset, IoBuffer into, ref RequestWindow window, ref int done, ref bool isPiecemeal)
    {
        int asked = done;
        bool isShort = false;
        Errno error = Errno.None;
        while (true)
        {
            bool isInVain = _requests.IsInVain(into);
            while (!isShort && !isInVain && asked < into.Length && !window.IsFull)
            {
                int wanted = Math.Min(fid.IoUnit, into.Length - asked);
                Errno failure = StartRead(fid, offset, into, asked, wanted, window.IsEmpty, out Request? request);
                if (request is null)
                {
                    // With something in flight this is tried again after its answer, which frees a slot and pinned pages.
                    error = window.IsEmpty ? failure : error;
                    break;
                }

                window.Add(request);
                asked += request.PayloadLength;
            }

            if (window.IsEmpty)
            {
                return isInVain && error == Errno.None && !isShort && asked < into.Length ? Errno.EINTR : error;
            }

            _requests.Kick();
            Result<int> count = FinishRead(window.Remove(), out int expected);
            if (isShort)
            {
                // Not contiguous any more: it only shows whether the file goes on behind the short reply.
                isPiecemeal |= !count.IsError && count.Value > 0;
                continue;
            }

            error = count.Error;
            done += count.IsError ? 0 : count.Value;
            isShort = count.IsError || count.Value < expected;
        }
    }

    /// <summary>Sends one Tread. A null request: not now, because there is no slot or too few pages can be pinned (None), or an error.</summary>
    /// <param name="isFirst">Nothing is in flight: waits for a slot, and takes as many pages as there are.</param>
    private Errno StartRead(Fid fid, long offset, IoBuffer into, int start, int length, bool isFirst, out Request? request)
    {
        request = null;
        // With requests in flight it must not sleep for a page of the buffer that is a file's itself: that would need a request, too.
        Result<int> held = isFirst ? into.Pin(start, length) : into.TryPin(start, length);
        if (held.IsError)
        {
            return held.Error == Errno.EAGAIN ? Errno.None : held.Error;
        }

        if (held.Value < length && !isFirst)
        {
            into.Unpin(start, held.Value);
            return Errno.None;
        }

        Result<Request> taken = isFirst ? _requests.Take() : Errno.EAGAIN;
        Request? slot = isFirst ? taken.Value : _requests.TryTake();
        if (slot is null)
        {
            into.Unpin(start, held.Value);
            return isFirst ? taken.Error : Errno.None;
        }

        Errno error = Encode(slot, new Tread(fid.Number, (ulong)(offset + start), (uint)held.Value), 0);
        SetPayload(slot, into, start, held.Value, isOutgoing: false);
        error = error == Errno.None ? Submit(slot, fid) : error;
        if (error != Errno.None)
        {
            into.Unpin(start, held.Value);
            _requests.Return(slot);
            return error;
        }

        request = slot;
        return Errno.None;
    }

    /// <summary>Waits for an Rread or an Rreaddir and takes it in.</summary>
    /// <param name="expected">Bytes that were asked for.</param>
    private Result<int> FinishRead(Request request, out int expected)
    {
        Errno error = _requests.Wait(request);
        expected = request.PayloadLength;
        Unpin(request);
        uint count = 0;
        if (error == Errno.None)
        {
            error = Decode(request, out Rread reply);
            count = reply.Count;
            if (error == Errno.None && count > (uint)expected)
            {
                _requests.Poison(PoisonReason.ReadOverrun); // D1
                error = Errno.EIO;
            }
            else if (error == Errno.None && count + Wire9P.ReadReplyHeaderLength != (uint)request.ReceivedLength)
            {
                error = Malformed(); // D2
            }
        }

        _requests.Return(request);
        return error != Errno.None ? error : (int)count;
    }

    private Result<int> WriteOnce(Fid fid, ulong offset, IoBuffer from, int start, int length)
    {
        Result<int> held = from.Pin(start, length);
        if (held.IsError)
        {
            return held.Error;
        }

        Result<Request> taken = _requests.Take();
        if (taken.IsError)
        {
            from.Unpin(start, held.Value);
            return taken.Error;
        }

        Request request = taken.Value;
        Errno error = Encode(request, new Twrite(fid.Number, offset, (uint)held.Value), held.Value);
        SetPayload(request, from, start, held.Value, isOutgoing: true);
        error = error == Errno.None ? Submit(request, fid) : error;
        if (error == Errno.None)
        {
            _requests.Kick();
            error = _requests.Wait(request);
        }

        Unpin(request);
        uint count = 0;
        if (error == Errno.None)
        {
            error = Decode(request, out Rwrite reply);
            count = reply.Count;
            if (error == Errno.None && count > (uint)held.Value)
            {
                error = Malformed(); // D5
            }
        }

        _requests.Return(request);
        return error != Errno.None ? error : (int)count;
    }

    /// <summary>The answer is here, or there will be none.</summary>
    private static void Unpin(Request request)
    {
        IoBuffer payload = request.Payload!;
        if (request.IsQuarantined)
        {
            payload.Keep(request.PayloadOffset, request.PayloadLength);
        }

        payload.Unpin(request.PayloadOffset, request.PayloadLength);
    }

    private static void SetPayload(Request request, IoBuffer buffer, int start, int length, bool isOutgoing)
    {
        request.Payload = buffer;
        request.PayloadOffset = start;
        request.PayloadLength = length;
        request.IsPayloadOutgoing = isOutgoing;
        if (!isOutgoing)
        {
            request.ReplyHeaderLength = Wire9P.ReadReplyHeaderLength;
        }
    }
}
