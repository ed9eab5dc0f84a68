// The end of a payload that has more pages than a device takes segments, copied through memory in one piece; one per slot,
// made by VirtioShare for msizes beyond 4 MB. RequestChain fills it, RingTransport empties it.
namespace Drivers.Virtio;

using System;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;

public sealed class PayloadTail
{
    private readonly MessageBuffer _buffer;
    private int _start;

    // Bytes in use, 0 for none.
    private int _length;

    public PayloadTail(MessageBuffer buffer)
    {
        _buffer = buffer;
    }

    public ulong Address => _buffer.Address;

    /// <summary>The request at hand has no tail so far.</summary>
    public void Clear() => _length = 0;

    public bool Fits(int length) => length <= _buffer.Bytes.Length;

    /// <summary>The last <paramref name="length"/> bytes of the payload go this way; those of a Twrite are copied here now.</summary>
    public Errno Begin(Request request, int length)
    {
        _start = request.PayloadLength - length;
        _length = length;
        return request.IsPayloadOutgoing
            ? request.Payload!.Get(request.PayloadOffset + _start, _buffer.Bytes.Slice(0, length))
            : Errno.None;
    }

    /// <summary>Moves what an answer of <paramref name="received"/> bytes has brought here to where it belongs.</summary>
    /// <returns>EFAULT when the payload's memory has gone in spite of being pinned.</returns>
    public Errno Finish(Request request, int received)
    {
        int count = Math.Min(received - request.ReplyHeaderLength - _start, _length);
        bool isIncoming = _length != 0 && !request.IsPayloadOutgoing;
        _length = 0;
        return isIncoming && count > 0
            ? request.Payload!.Put(request.PayloadOffset + _start, _buffer.Bytes.Slice(0, count))
            : Errno.None;
    }
}
