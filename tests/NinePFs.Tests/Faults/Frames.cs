// Bends well-formed replies out of shape, one property at a time.
namespace NinePFs.Tests.Faults;

using System;
using System.Buffers.Binary;
using NinePFs.Tests.Transports;
using NinePFs.Wire;

public static class Frames
{
    /// <summary>Overwrites the size field only.</summary>
    public static Delivery WithSize(byte[] reply, uint size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(reply, size);
        return new Delivery(reply);
    }

    public static Delivery WithTag(byte[] reply, ushort tag)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(5), tag);
        return new Delivery(reply);
    }

    public static Delivery WithType(byte[] reply, byte type)
    {
        reply[4] = type;
        return new Delivery(reply);
    }

    /// <summary>Keeps the first bytes, with a size field that agrees.</summary>
    public static Delivery Cut(byte[] reply, int length) => WithSize(reply[..length], (uint)length);

    /// <summary>Adds zero bytes, with a size field that agrees.</summary>
    public static Delivery Extend(byte[] reply, int length)
    {
        Array.Resize(ref reply, reply.Length + length);
        return WithSize(reply, (uint)reply.Length);
    }

    public static Delivery With32(byte[] reply, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(reply.AsSpan(offset), value);
        return new Delivery(reply);
    }

    public static Delivery With64(byte[] reply, int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(reply.AsSpan(offset), value);
        return new Delivery(reply);
    }

    /// <summary>A reply of a type with the tag of the message it answers and a body of the test's own.</summary>
    public static Delivery Make(byte[] message, MessageType type, params byte[] body)
    {
        var reply = new byte[Wire9P.HeaderLength + body.Length];
        reply[4] = (byte)type;
        reply[5] = message[5];
        reply[6] = message[6];
        body.CopyTo(reply, Wire9P.HeaderLength);
        return WithSize(reply, (uint)reply.Length);
    }
}
