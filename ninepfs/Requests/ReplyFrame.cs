// Decides whether what a transport delivered is the reply to a request: size, tag and type, before anybody looks inside.
// RequestTable calls it for every reply; the ids are those of docs/compat/faults.md.
namespace NinePFs.Requests;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using NinePFs.Wire;

public static class ReplyFrame
{
    /// <summary>
    /// Checks the frame of the reply in <paramref name="request"/>, of which <paramref name="length"/> bytes are said to have come.
    /// </summary>
    /// <param name="messageSize">The session's msize.</param>
    /// <param name="failure">None for a success reply, the server's errno for an Rlerror, EIO for anything else.</param>
    /// <returns>Why the session cannot go on, or None.</returns>
    public static PoisonReason Check(Request request, int length, int messageSize, out Errno failure)
    {
        failure = Errno.EIO;
        if (length == 0)
        {
            // The device gave the buffers back without a reply; nothing says that it is confused (Q4).
            return PoisonReason.None;
        }

        if (length < Wire9P.HeaderLength)
        {
            return PoisonReason.ReplyTooShort; // R1
        }

        if (length > request.ReplyCapacity || length > messageSize)
        {
            return PoisonReason.ReplyTooLarge; // R3
        }

        ReadOnlySpan<byte> reply = request.Reply.Bytes;
        if (BinaryPrimitives.ReadUInt32LittleEndian(reply) != (uint)length)
        {
            return PoisonReason.ReplySizeMismatch; // R2
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(reply.Slice(5)) != request.WireTag)
        {
            return PoisonReason.WrongTag; // R5, R14
        }

        var type = (MessageType)reply[4];
        if (type == MessageType.Rlerror)
        {
            failure = ErrorOf(request, length);
        }
        else if ((byte)type == (byte)request.Type + 1)
        {
            failure = Errno.None;
        }

        return PoisonReason.None;
    }

    /// <summary>The errno of an Rlerror: 1 to 4095 as it stands, anything else is EIO (R10).</summary>
    private static Errno ErrorOf(Request request, int length)
    {
        const int LerrorLength = Wire9P.HeaderLength + 4;
        if (length < LerrorLength || request.ReplyHeaderLength < LerrorLength)
        {
            return Errno.EIO;
        }

        uint code = BinaryPrimitives.ReadUInt32LittleEndian(request.Reply.Bytes.Slice(Wire9P.HeaderLength));
        return code is 0 or > (uint)Errno.Max ? Errno.EIO : (Errno)code;
    }
}
