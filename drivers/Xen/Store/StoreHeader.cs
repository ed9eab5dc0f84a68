// What precedes every message of the store: type, request, transaction, length (xs_wire.h, struct xsd_sockmsg). StoreClient reads and writes it.
namespace Drivers.Xen.Store;

using System;
using System.Buffers.Binary;

/// <summary>Copied out of the ring once; whatever the ring says later does not matter.</summary>
public readonly struct StoreHeader(StoreMessageType type, uint request, uint transaction, uint length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 16;

    public readonly StoreMessageType Type = type;

    /// <summary>Chosen by us; a reply repeats it, an event has 0.</summary>
    public readonly uint Request = request;

    /// <summary>0: none.</summary>
    public readonly uint Transaction = transaction;

    /// <summary>Bytes that follow.</summary>
    public readonly uint Length = length;

    public static StoreHeader Read(ReadOnlySpan<byte> bytes) => new(
        (StoreMessageType)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(4)),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(8)),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(12)));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)Type);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(4), Request);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(8), Transaction);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(12), Length);
    }
}
