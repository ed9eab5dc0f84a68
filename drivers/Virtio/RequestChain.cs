// Turns a 9P request into the segments of a descriptor chain; RingTransport calls it when a request is submitted.
namespace Drivers.Virtio;

using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;

/// <summary>What the device reads comes first, the T-message and the data of a Twrite; then what it writes: the reply's header and the data of an Rread.</summary>
public static class RequestChain
{
    /// <summary>Rlerror: the header and ecode[4]. QEMU gives up the device when a reply does not fit, so no request has less room.</summary>
    public const int ShortestReplyRoom = Wire9P.HeaderLength + 4;

    /// <summary>Table entries beside the payload's: one for the T-message, one for the reply's header.</summary>
    public const int HeaderSegments = 2;

    /// <summary>Fills the table that <paramref name="writer"/> has begun.</summary>
    /// <returns>EINVAL for a request that no reply could fit in, EMSGSIZE when the payload is in more pieces than the table has entries.</returns>
    public static Errno Build<TMemory>(ChainWriter<TMemory> writer, Request request)
        where TMemory : struct, IQueueMemory
    {
        if (request.MessageLength < Wire9P.HeaderLength || request.ReplyHeaderLength < ShortestReplyRoom)
        {
            return Errno.EINVAL;
        }

        bool fits = writer.Add(request.Message.Address, request.MessageLength, isWritable: false)
            && (!request.IsPayloadOutgoing || AddPayload(writer, request))
            && writer.Add(request.Reply.Address, request.ReplyHeaderLength, isWritable: true)
            && (request.IsPayloadOutgoing || AddPayload(writer, request));
        return fits ? Errno.None : Errno.EMSGSIZE;
    }

    private static bool AddPayload<TMemory>(ChainWriter<TMemory> writer, Request request)
        where TMemory : struct, IQueueMemory
    {
        IoBuffer? payload = request.Payload;
        if (payload is null)
        {
            return true;
        }

        int offset = request.PayloadOffset;
        int end = offset + request.PayloadLength;
        while (offset < end)
        {
            IoSegment segment = payload.SegmentAt(offset, end - offset);
            if (segment.Length <= 0 || segment.Length > end - offset || !writer.Add(segment.Address, segment.Length, !request.IsPayloadOutgoing))
            {
                return false;
            }

            offset += segment.Length;
        }

        return true;
    }
}
