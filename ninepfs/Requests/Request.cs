// One T-message on its way and the R-message it waits for; RequestTable owns all of them, a transport carries them.
namespace NinePFs.Requests;

using Kernel.Abi;
using NinePFs.Wire;
using Vfs;

/// <summary>The life of a <see cref="Request"/>.</summary>
public enum RequestState : byte
{
    /// <summary>In the pool.</summary>
    Free,

    /// <summary>Owned by a caller, who writes the T-message.</summary>
    Encoding,

    /// <summary>The transport has it; a device may read and write its buffers.</summary>
    Sent,

    /// <summary>A reply with a sound frame has come; <see cref="Request.Failure"/> is None, or the errno the server answered.</summary>
    Received,

    /// <summary>There will be no usable reply; <see cref="Request.Failure"/> says why. The buffers are ours again.</summary>
    Failed,
}

/// <summary>
/// A preallocated request. The T-message is <see cref="Message"/>[0..<see cref="MessageLength"/>], followed on the wire by
/// the payload when it is a Twrite. The reply's first <see cref="ReplyHeaderLength"/> bytes go to <see cref="Reply"/>, what
/// follows goes to the payload when there is one to read into (Rread, Rreaddir: header room 11).
/// </summary>
public sealed class Request
{
    public Request(ushort tag, MessageBuffer message, MessageBuffer reply)
    {
        Tag = tag;
        Message = message;
        Reply = reply;
    }

    /// <summary>This slot's tag, 0 to 0xFFFE.</summary>
    public readonly ushort Tag;

    public readonly MessageBuffer Message;

    public readonly MessageBuffer Reply;

    public RequestState State;

    /// <summary>The type of the T-message, kept here because a device can write to <see cref="Message"/>.</summary>
    public MessageType Type;

    /// <summary>The tag on the wire: <see cref="Tag"/>, except for Tversion, which has NOTAG.</summary>
    public ushort WireTag;

    /// <summary>Bytes of the T-message in <see cref="Message"/>, payload not counted.</summary>
    public int MessageLength;

    /// <summary>Bytes of <see cref="Reply"/> that the device may write before the payload begins.</summary>
    public int ReplyHeaderLength;

    /// <summary>Where the data of a Twrite comes from or the data of an Rread goes to; null when there is none.</summary>
    public IoBuffer? Payload;

    public int PayloadOffset;

    /// <summary>Bytes of the payload, all of them pinned by the caller.</summary>
    public int PayloadLength;

    /// <summary>True: the payload follows the T-message (Twrite). False: it follows the reply's header.</summary>
    public bool IsPayloadOutgoing;

    /// <summary>Bytes of the reply, header and payload together; equal to its size field once it is Received.</summary>
    public int ReceivedLength;

    public Errno Failure;

    /// <summary>Nobody waits: RequestTable takes it back as soon as the reply is there (Tclunk).</summary>
    public bool IsForgotten;

    /// <summary>The device never confirmed that it has let go of the buffers: they, and the payload's pages, are not used again.</summary>
    public bool IsQuarantined;

    /// <summary>For the transport: head descriptor or ring slot.</summary>
    public int TransportSlot;

    public bool IsDone => State is RequestState.Received or RequestState.Failed;

    /// <summary>Bytes that a reply may have: what the transport offers the device to write.</summary>
    public int ReplyCapacity => ReplyHeaderLength + (IsPayloadOutgoing ? 0 : PayloadLength);
}
