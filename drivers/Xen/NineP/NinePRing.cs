// One ring of the Xen 9pfs transport (xen/docs/misc/9pfs.pandoc): an interface page with indices, and a data area of two halves,
// replies in the first and messages in the second. Bytes and indices only; RequestRing puts requests over it.
namespace Drivers.Xen.NineP;

using System;
using System.Buffers.Binary;
using System.Numerics;
using Kernel.Abi;
using NinePFs;
using NinePFs.Wire;
using Vfs;

/// <summary>
/// The other side writes to both memories whenever it likes. So each of its indices is read once per <see cref="Look"/> and judged,
/// the header of a reply is copied once and judged, and our own indices are never read back to be believed.
/// </summary>
public sealed class NinePRing
{
    /// <summary>Offsets in the interface page (xen/include/public/io/9pfs.h).</summary>
    public const int InConsumedOffset = 0, InProducedOffset = 4, OutConsumedOffset = 64, OutProducedOffset = 68,
        OrderOffset = 128, ReferencesOffset = 132;

    private const int PageShift = 12, SizeLength = 4;

    private readonly SharedMemory _page;
    private readonly SharedMemory _data;
    private readonly byte[] _header = new byte[Wire9P.HeaderLength];
    private uint _inConsumed;
    private uint _inProduced;
    private uint _outConsumed;
    private uint _outProduced;
    private int _size;
    private int _written;

    /// <param name="page">The interface page.</param>
    /// <param name="data">A power of two of pages, at least two.</param>
    /// <param name="start">Where all indices begin; a new ring's at 0.</param>
    public NinePRing(SharedMemory page, SharedMemory data, uint start = 0)
    {
        _page = page;
        _data = data;
        _inConsumed = start;
        _inProduced = start;
        _outConsumed = start;
        _outProduced = start;
        Half = data.Length / 2;
    }

    /// <summary>Bytes of each direction.</summary>
    public int Half { get; }

    /// <summary>Bytes of messages that the other side has not taken out yet, as far as it was looked at.</summary>
    public int OutUsed => (int)(_outProduced - _outConsumed);

    /// <summary>Bytes of replies that have come and are not consumed, as far as it was looked at.</summary>
    public int InUsed => (int)(_inProduced - _inConsumed);

    /// <summary>Bytes that the replies to everything published may take, at most.</summary>
    public int Reserved { get; private set; }

    /// <summary>Bytes of the reply at the front by its own word, checked; 0 before they are known.</summary>
    public int Size => _size;

    /// <summary>The first bytes of the reply at the front, after <see cref="TryTakeHeader"/>: our copy.</summary>
    public ReadOnlySpan<byte> Header => _header;

    public ushort Tag => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(5));

    /// <summary>Writes what the other side needs to map the ring; before it is told of the page.</summary>
    /// <param name="references">One grant for each page of the data.</param>
    public void Describe(ReadOnlySpan<uint> references)
    {
        _page.Clear();
        _page.WriteUInt32(InConsumedOffset, _inConsumed);
        _page.WriteUInt32(InProducedOffset, _inProduced);
        _page.WriteUInt32(OutConsumedOffset, _outConsumed);
        _page.WriteUInt32(OutProducedOffset, _outProduced);
        for (int index = 0; index < references.Length; index++)
        {
            _page.WriteUInt32(ReferencesOffset + index * sizeof(uint), references[index]);
        }

        _page.WriteUInt32(OrderOffset, (uint)BitOperations.Log2((uint)_data.Length >> PageShift));
    }

    /// <summary>Takes in how far the other side has come.</summary>
    /// <returns>RingIndices when that is impossible, or when somebody has changed our indices; nothing is taken in then.</returns>
    public PoisonReason Look()
    {
        uint inProduced = _page.ReadUInt32(InProducedOffset);
        uint outConsumed = _page.ReadUInt32(OutConsumedOffset);
        bool isSound = inProduced - _inConsumed <= (uint)Half
            && inProduced - _inProduced <= (uint)Half - (uint)InUsed
            && outConsumed - _outConsumed <= (uint)OutUsed
            && _page.ReadUInt32(InConsumedOffset) == _inConsumed
            && _page.ReadUInt32(OutProducedOffset) == _outProduced;
        if (!isSound)
        {
            return PoisonReason.RingIndices;
        }

        _inProduced = inProduced;
        _outConsumed = outConsumed;
        return PoisonReason.None;
    }

    /// <summary>Whether a message and the longest reply to it can ever be in the ring. A ring full to the last byte looks empty to QEMU.</summary>
    public bool CanHold(int messageLength, int replyLength) => messageLength <= Half && replyLength < Half;

    /// <summary>Whether they can be now, as far as it was looked at.</summary>
    public bool HasRoom(int messageLength, int replyLength) =>
        messageLength <= Half - OutUsed && replyLength < Half - Reserved;

    /// <summary>Puts bytes of a message behind those put since <see cref="Publish"/>; the other side sees none of them yet.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        int at = Position(_outProduced + (uint)_written);
        int first = Math.Min(bytes.Length, Half - at);
        _data.Write(Half + at, bytes.Slice(0, first));
        _data.Write(Half, bytes.Slice(first));
        _written += bytes.Length;
    }

    /// <summary>As the other Write, from a payload. EFAULT when it cannot be read: then <see cref="Withdraw"/>.</summary>
    public Errno Write(IoBuffer payload, int offset, int length)
    {
        int at = Position(_outProduced + (uint)_written);
        int first = Math.Min(length, Half - at);
        Errno error = payload.Get(offset, _data.Slice(Half + at, first));
        if (error == Errno.None && first < length)
        {
            error = payload.Get(offset + first, _data.Slice(Half, length - first));
        }

        _written += length;
        return error;
    }

    /// <summary>Forgets what was put since <see cref="Publish"/>.</summary>
    public void Withdraw() => _written = 0;

    /// <summary>Shows the message to the other side, whole: QEMU never asks again for the rest of one that it saw a part of.</summary>
    /// <param name="replyLength">What to keep free for its reply, in bytes.</param>
    public void Publish(int replyLength)
    {
        _outProduced += (uint)_written;
        _written = 0;
        Reserved += replyLength;
        _page.WriteUInt32(OutProducedOffset, _outProduced);
    }

    /// <summary>Copies the header of the next reply once all of the reply is there, as far as it was looked at.</summary>
    /// <param name="longest">Bytes that a reply may have.</param>
    /// <param name="fault">A size that cannot be: known with the first four bytes, however few follow.</param>
    /// <returns>True when the reply can be read and consumed.</returns>
    public bool TryTakeHeader(int longest, out PoisonReason fault)
    {
        fault = PoisonReason.None;
        if (_size == 0)
        {
            if (InUsed < SizeLength)
            {
                return false;
            }

            Read(0, _header.AsSpan(0, SizeLength));
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(_header);
            fault = size < Wire9P.HeaderLength ? PoisonReason.ReplyTooShort
                : size > (uint)longest ? PoisonReason.ReplyTooLarge
                : PoisonReason.None;
            if (fault != PoisonReason.None)
            {
                return false;
            }

            _size = (int)size;
        }

        if (InUsed < _size)
        {
            return false;
        }

        Read(SizeLength, _header.AsSpan(SizeLength));
        return true;
    }

    /// <summary>Copies bytes of the reply at the front.</summary>
    /// <param name="from">Where in the reply.</param>
    public void Read(int from, Span<byte> into)
    {
        int at = Position(_inConsumed + (uint)from);
        int first = Math.Min(into.Length, Half - at);
        _data.Read(at, into.Slice(0, first));
        _data.Read(0, into.Slice(first));
    }

    /// <summary>Copies bytes of the reply at the front to a payload. EFAULT when it cannot be written.</summary>
    public Errno Read(int from, IoBuffer payload, int offset, int length)
    {
        int at = Position(_inConsumed + (uint)from);
        int first = Math.Min(length, Half - at);
        Errno error = payload.Put(offset, _data.Slice(at, first));
        return error == Errno.None && first < length ? payload.Put(offset + first, _data.Slice(0, length - first)) : error;
    }

    /// <summary>Gives the place of the reply at the front back to the other side.</summary>
    /// <param name="reserved">What was kept free for it at <see cref="Publish"/>; 0 when nobody had asked for it.</param>
    public void Consume(int reserved)
    {
        _inConsumed += (uint)_size;
        _size = 0;
        Reserved -= reserved;

        // All of it has been read before the other side may write there again.
        SharedMemory.Barrier();
        _page.WriteUInt32(InConsumedOffset, _inConsumed);
    }

    /// <summary>The reply that was provided for at <see cref="Publish"/> will not come.</summary>
    public void Release(int reserved) => Reserved -= reserved;

    private int Position(uint index) => (int)(index & (uint)(Half - 1));
}
