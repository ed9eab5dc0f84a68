// Lays the fields of a message into a buffer; every TryWrite checks that there is room. The messages' TryEncode use it.
namespace NinePFs.Wire;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>A cursor that writes little-endian fields, beginning with a message header.</summary>
public ref struct WireWriter
{
    private readonly Span<byte> _bytes;

    public WireWriter(Span<byte> bytes)
    {
        _bytes = bytes;
        Length = 0;
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// Encodes a whole message: size[4] type[1] tag[2], then the body. <paramref name="dataLength"/> bytes of data that
    /// travel behind it (Twrite, Rread) count in its size field but are not written.
    /// </summary>
    /// <returns>The length in the buffer, or ENAMETOOLONG: only names make a message longer than its room.</returns>
    public static Result<int> Encode<TMessage>(Span<byte> buffer, ushort tag, in TMessage message, int dataLength)
        where TMessage : struct, IMessage<TMessage>, allows ref struct
    {
        var writer = new WireWriter(buffer);
        bool isWhole = writer.TryWriteHeader(TMessage.Type, tag) && message.TryEncode(ref writer);
        return writer.Finish(isWhole, dataLength);
    }

    private bool TryWriteHeader(MessageType type, ushort tag) => TryWriteUInt32(0) & TryWriteByte((byte)type) & TryWriteUInt16(tag);

    private readonly Result<int> Finish(bool isWhole, int dataLength)
    {
        if (!isWhole)
        {
            return Errno.ENAMETOOLONG;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, (uint)(Length + dataLength));
        return Length;
    }

    public bool TryWriteByte(byte value)
    {
        if (!HasRoom(1))
        {
            return false;
        }

        _bytes[Length++] = value;
        return true;
    }

    public bool TryWriteUInt16(ushort value)
    {
        if (!HasRoom(2))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.Slice(Length), value);
        Length += 2;
        return true;
    }

    public bool TryWriteUInt32(uint value)
    {
        if (!HasRoom(4))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.Slice(Length), value);
        Length += 4;
        return true;
    }

    public bool TryWriteUInt64(ulong value)
    {
        if (!HasRoom(8))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.Slice(Length), value);
        Length += 8;
        return true;
    }

    public bool TryWriteQid(in Qid value) =>
        TryWriteByte((byte)value.Type) & TryWriteUInt32(value.Version) & TryWriteUInt64(value.Path);

    public bool TryWriteTime(Timespec value) => TryWriteUInt64((ulong)value.Seconds) & TryWriteUInt64((ulong)value.Nanoseconds);

    /// <summary>Writes length[2] and the bytes.</summary>
    public bool TryWriteString(ReadOnlySpan<byte> value) =>
        value.Length <= ushort.MaxValue && TryWriteUInt16((ushort)value.Length) && TryWriteBytes(value);

    public bool TryWriteBytes(ReadOnlySpan<byte> value)
    {
        if (!HasRoom(value.Length))
        {
            return false;
        }

        value.CopyTo(_bytes.Slice(Length));
        Length += value.Length;
        return true;
    }

    private readonly bool HasRoom(int length) => length <= _bytes.Length - Length;
}
