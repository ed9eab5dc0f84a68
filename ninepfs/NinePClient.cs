// Speaks 9P2000.L: one method per message that encodes, sends, sleeps for the reply and decodes it. The file system calls it;
// it calls RequestTable. This file: how every exchange goes. Names, Files, Transfer and Session have the messages.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Requests;
using NinePFs.Wire;

/// <summary>One session with one server.</summary>
/// <remarks>What is generic here exists once for each message, so it only encodes or decodes and leaves the rest to what is not.</remarks>
public sealed partial class NinePClient
{
    private readonly RequestTable _requests;

    public NinePClient(RequestTable requests, FidTable fids)
    {
        _requests = requests;
        Fids = fids;
    }

    public RequestTable Requests => _requests;

    public FidTable Fids { get; }

    /// <summary>Bytes of data that one message may carry.</summary>
    public int DataLimit => _requests.MessageSize - Wire9P.IoHeaderLength;

    /// <summary>Asks and waits. The reply's fields are in <paramref name="reply"/>.</summary>
    private Errno Call<TRequest, TReply>(Fid subject, in TRequest message, out TReply reply)
        where TRequest : struct, IMessage<TRequest>, allows ref struct
        where TReply : struct, IMessage<TReply>
    {
        reply = default;
        Errno error = Exchange(subject, message, null, out Request request);
        if (error == Errno.None)
        {
            error = Decode(request, out reply);
            _requests.Return(request);
        }

        return error;
    }

    /// <summary>Asks and waits. On success the caller decodes the reply and returns the request; on an error that is done.</summary>
    /// <param name="subject">The fid that the message is about.</param>
    /// <param name="changed">The fid that the message makes or opens: Uncertain when the answer is lost.</param>
    private Errno Exchange<TRequest>(Fid subject, in TRequest message, Fid? changed, out Request request)
        where TRequest : struct, IMessage<TRequest>, allows ref struct
    {
        Errno error = Start(subject, message, out request);
        return error == Errno.None ? Await(request, changed) : error;
    }

    private Errno Await(Request request, Fid? changed)
    {
        Errno error = _requests.Wait(request);
        if (error != Errno.None)
        {
            if (changed is not null && request.State == RequestState.Failed)
            {
                changed.State = FidState.Uncertain;
            }

            _requests.Return(request);
        }

        return error;
    }

    /// <summary>Asks without waiting. On an error nothing has been sent.</summary>
    private Errno Start<TRequest>(Fid subject, in TRequest message, out Request request)
        where TRequest : struct, IMessage<TRequest>, allows ref struct
    {
        Result<Request> taken = _requests.Take();
        request = taken.Value;
        return taken.IsError ? taken.Error : Send(request, subject, Encode(request, message, 0));
    }

    /// <summary>Sends what was encoded, unless that ended with an error already.</summary>
    private Errno Send(Request request, Fid subject, Errno error)
    {
        error = error == Errno.None ? Submit(request, subject) : error;
        if (error != Errno.None)
        {
            _requests.Return(request);
            return error;
        }

        _requests.Kick();
        return Errno.None;
    }

    /// <summary>EIO when the session has been set up again since <paramref name="subject"/> was: its number means nothing any more.</summary>
    private Errno Submit(Request request, Fid subject) =>
        subject.Generation == _requests.Generation ? _requests.Submit(request) : Errno.EIO;

    /// <summary>Of two fids of one message the one of an earlier session, if there is one.</summary>
    private Fid Older(Fid first, Fid second) => first.Generation != _requests.Generation ? first : second;

    /// <summary>Writes the T-message. ENAMETOOLONG when it does not fit in the msize.</summary>
    private Errno Encode<TRequest>(Request request, in TRequest message, int dataLength)
        where TRequest : struct, IMessage<TRequest>, allows ref struct
    {
        request.Type = TRequest.Type;
        return Note(request, WireWriter.Encode(RoomIn(request, dataLength), request.WireTag, message, dataLength));
    }

    private Span<byte> RoomIn(Request request, int dataLength) =>
        request.Message.Bytes.Slice(0, Math.Min(RequestTable.MessageRoom, _requests.MessageSize - dataLength));

    private Errno Note(Request request, Result<int> length)
    {
        request.MessageLength = length.Value;
        request.ReplyHeaderLength = Math.Min(RequestTable.ReplyRoom, _requests.MessageSize);
        return length.Error;
    }

    /// <summary>Reads the fields of a reply whose frame is sound. EIO when it ends too early (R13).</summary>
    private Errno Decode<TReply>(Request request, out TReply reply)
        where TReply : struct, IMessage<TReply>, allows ref struct
    {
        WireReader reader = ReaderOf(request);
        bool isWhole = TReply.TryDecode(ref reader, out reply);
        return Accept(isWhole, reader.Remaining);
    }

    private static WireReader ReaderOf(Request request)
    {
        int length = Math.Min(request.ReceivedLength, request.ReplyHeaderLength);
        return new WireReader(request.Reply.Bytes.Slice(0, length).Slice(Wire9P.HeaderLength));
    }

    private Errno Accept(bool isWhole, int bytesLeft)
    {
        if (!isWhole)
        {
            return Malformed();
        }

        if (bytesLeft != 0)
        {
            _requests.CountTrailingBytes(); // R12
        }

        return Errno.None;
    }

    private Errno Malformed()
    {
        _requests.CountProtocolError(PoisonReason.MalformedReply);
        return Errno.EIO;
    }
}
