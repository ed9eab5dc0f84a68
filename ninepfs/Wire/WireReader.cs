// Takes the fields of a message out of bytes that nobody trusts; every TryRead checks the bounds. The messages' TryDecode use it.
namespace NinePFs.Wire;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>A cursor over little-endian fields. After the first failure every later read fails too.</summary>
public ref struct WireReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    public WireReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _position = 0;
    }

    public readonly int Position => _position;

    /// <summary>Bytes not yet read; 0 after a failure.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes.Slice(_position);

    public bool TryReadByte(out byte value)
    {
        bool isRead = TryReadBytes(1, out ReadOnlySpan<byte> bytes);
        value = isRead ? bytes[0] : (byte)0;
        return isRead;
    }

    public bool TryReadUInt16(out ushort value)
    {
        bool isRead = TryReadBytes(2, out ReadOnlySpan<byte> bytes);
        value = isRead ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;
        return isRead;
    }

    public bool TryReadUInt32(out uint value)
    {
        bool isRead = TryReadBytes(4, out ReadOnlySpan<byte> bytes);
        value = isRead ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
        return isRead;
    }

    public bool TryReadUInt64(out ulong value)
    {
        bool isRead = TryReadBytes(8, out ReadOnlySpan<byte> bytes);
        value = isRead ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        return isRead;
    }

    public bool TryReadQid(out Qid value)
    {
        bool isRead = TryReadByte(out byte type) & TryReadUInt32(out uint version) & TryReadUInt64(out ulong path);
        value = new Qid((QidTypes)type, version, path);
        return isRead;
    }

    /// <summary>Reads seconds[8] and nanoseconds[8] as they are: nobody has checked their range.</summary>
    public bool TryReadTime(out Timespec value)
    {
        bool isRead = TryReadUInt64(out ulong seconds) & TryReadUInt64(out ulong nanoseconds);
        value = new Timespec((long)seconds, (long)nanoseconds);
        return isRead;
    }

    /// <summary>Reads length[2] and that many bytes; the result borrows the message.</summary>
    public bool TryReadString(out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryReadUInt16(out ushort length) && TryReadBytes(length, out value);
    }

    public bool TryReadBytes(int length, out ReadOnlySpan<byte> value)
    {
        if (length < 0 || length > Remaining)
        {
            _position = _bytes.Length;
            value = default;
            return false;
        }

        value = _bytes.Slice(_position, length);
        _position += length;
        return true;
    }
}
