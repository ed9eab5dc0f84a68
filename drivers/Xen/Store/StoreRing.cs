// The page shared with xenstored: two rings of bytes and their indices (xs_wire.h, struct xenstore_domain_interface). StoreClient owns it.
namespace Drivers.Xen.Store;

using System;

/// <summary>
/// Indices run freely and may start anywhere. Ours are kept here and only ever written; the other side's are read once a step and
/// believed when they make sense.
/// </summary>
public sealed class StoreRing
{
    /// <summary>Bytes of each ring.</summary>
    public const int Capacity = 1024;

    private const int Requests = 0, Replies = 1024;
    private const int RequestConsumer = 2048, RequestProducer = 2052, ReplyConsumer = 2056, ReplyProducer = 2060;
    private const int Features = 2064, ConnectionError = 2072;
    private const uint HasErrorField = 2;

    private readonly SharedMemory _page;
    private uint _requestProducer;
    private uint _replyConsumer;

    public StoreRing(SharedMemory page)
    {
        _page = page;
        _requestProducer = page.ReadUInt32(RequestProducer);
        _replyConsumer = page.ReadUInt32(ReplyConsumer);
    }

    /// <summary>The indices make no sense, or the daemon says that it has given this domain up. Stays so.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>The daemon may sleep until it is told of what we did.</summary>
    public bool IsNotificationDue { get; private set; }

    public void Notified() => IsNotificationDue = false;

    /// <summary>Appends bytes, as many as there is room for. Returns how many.</summary>
    public int Write(ReadOnlySpan<byte> from)
    {
        uint used = _requestProducer - _page.ReadUInt32(RequestConsumer);
        if (!IsSound(used, RequestProducer, _requestProducer))
        {
            return 0;
        }

        // The reads of the consumer come before the writes over what it has consumed (x86 keeps a load before later stores).
        int count = Math.Min(from.Length, Capacity - (int)used);
        int position = (int)(_requestProducer % Capacity);
        int first = Math.Min(count, Capacity - position);
        _page.Write(Requests + position, from.Slice(0, first));
        _page.Write(Requests, from.Slice(first, count - first));
        _requestProducer += (uint)count;
        _page.WriteUInt32(RequestProducer, _requestProducer);
        IsNotificationDue |= count != 0;
        return count;
    }

    /// <summary>Takes bytes, as many as there are. Returns how many.</summary>
    public int Read(Span<byte> into)
    {
        uint used = _page.ReadUInt32(ReplyProducer) - _replyConsumer;
        if (!IsSound(used, ReplyConsumer, _replyConsumer))
        {
            return 0;
        }

        int count = Math.Min(into.Length, (int)used);
        if (count == 0)
        {
            return 0;
        }

        int position = (int)(_replyConsumer % Capacity);
        int first = Math.Min(count, Capacity - position);
        _page.Read(Replies + position, into.Slice(0, first));
        _page.Read(Replies, into.Slice(first, count - first));
        _page.WriteUInt32(ReplyConsumer, _replyConsumer + (uint)count);

        // A daemon that found the ring full sleeps until it is told of room. It may have filled it since we looked.
        SharedMemory.Barrier();
        IsNotificationDue |= _page.ReadUInt32(ReplyProducer) - _replyConsumer >= Capacity;
        _replyConsumer += (uint)count;
        return count;
    }

    private bool IsSound(uint used, int ownIndex, uint own)
    {
        IsCorrupt |= used > Capacity || _page.ReadUInt32(ownIndex) != own
            || ((_page.ReadUInt32(Features) & HasErrorField) != 0 && _page.ReadUInt32(ConnectionError) != 0);
        return !IsCorrupt;
    }
}
