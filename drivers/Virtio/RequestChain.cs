// Turns a 9P request into the segments of a descriptor chain; RingTransport calls it when a request is submitted.
namespace Drivers.Virtio;

using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;

/// <summary>
/// What the device reads comes first, the T-message and the data of a Twrite; then what it writes: the reply's header and the data of an
/// Rread.
/// </summary>
public static class RequestChain
{
    /// <summary>Rlerror: the header and ecode[4]. QEMU gives up the device when a reply does not fit, so no request has less room.</summary>
    public const int ShortestReplyRoom = Wire9P.HeaderLength + 4;

    /// <summary>Fills the table that <paramref name="writer"/> has begun.</summary>
    /// <param name="writer">Of the slot that the request gets.</param>
    /// <param name="request">Encoded, its payload pinned.</param>
    /// <param name="tail">The slot's; null where tables are large enough.</param>
    /// <returns>EINVAL for a request that no reply could fit in, EMSGSIZE when the payload is in more pieces than the table has
    /// entries, EFAULT when the tail cannot be copied.</returns>
    public static Errno Build(ChainWriter writer, Request request, PayloadTail? tail)
    {
        if (request.MessageLength < Wire9P.HeaderLength || request.ReplyHeaderLength < ShortestReplyRoom)
        {
            return Errno.EINVAL;
        }

        tail?.Clear();
        if (!writer.Add(request.Message.Address, request.MessageLength, isWritable: false))
        {
            return Errno.EMSGSIZE;
        }

        if (request.IsPayloadOutgoing)
        {
            Errno error = AddPayload(writer, request, tail, reserved: 1);
            if (error != Errno.None)
            {
                return error;
            }
        }

        if (!writer.Add(request.Reply.Address, request.ReplyHeaderLength, isWritable: true))
        {
            return Errno.EMSGSIZE;
        }

        return request.IsPayloadOutgoing ? Errno.None : AddPayload(writer, request, tail, reserved: 0);
    }

    // reserved: entries to leave for what comes after the payload.
    private static Errno AddPayload(ChainWriter writer, Request request, PayloadTail? tail, int reserved)
    {
        IoBuffer? payload = request.Payload;
        if (payload is null)
        {
            return Errno.None;
        }

        int offset = request.PayloadOffset;
        int end = offset + request.PayloadLength;
        while (offset < end)
        {
            int rest = end - offset;
            IoSegment segment = payload.SegmentAt(offset, rest);
            if (segment.Length <= 0 || segment.Length > rest)
            {
                return Errno.EMSGSIZE;
            }

            if (segment.Length < rest && tail is not null && writer.Left == reserved + 1 && tail.Fits(rest))
            {
                Errno error = tail.Begin(request, rest);
                return error == Errno.None && !writer.Add(tail.Address, rest, !request.IsPayloadOutgoing) ? Errno.EMSGSIZE : error;
            }

            if (!writer.Add(segment.Address, segment.Length, !request.IsPayloadOutgoing))
            {
                return Errno.EMSGSIZE;
            }

            offset += segment.Length;
        }

        return Errno.None;
    }
}
