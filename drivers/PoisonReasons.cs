// Says in words why a session with a share was given up; Virtio9P and Xen9P write it to the log.
namespace Drivers;

using System;
using NinePFs;

public static class PoisonReasons
{
    public static ReadOnlySpan<byte> Text(PoisonReason reason) => reason switch
    {
        PoisonReason.ReplyTooShort => "reply shorter than a header"u8,
        PoisonReason.ReplySizeMismatch => "reply size differs from what arrived"u8,
        PoisonReason.ReplyTooLarge => "reply larger than its room"u8,
        PoisonReason.WrongTag => "reply with a wrong tag"u8,
        PoisonReason.WrongReplyType => "too many replies of a wrong type"u8,
        PoisonReason.MalformedReply => "too many malformed replies"u8,
        PoisonReason.WalkOverrun => "Rwalk with more qids than names"u8,
        PoisonReason.ReadOverrun => "Rread with more bytes than asked"u8,
        PoisonReason.UsedIdOutOfRange => "used id beyond the queue"u8,
        PoisonReason.UsedIdNotPending => "used id of no request"u8,
        PoisonReason.UsedIndexJump => "used index ahead of the requests"u8,
        PoisonReason.UsedLengthTooLarge => "used length beyond the room"u8,
        PoisonReason.UsedLengthTooShort => "used length shorter than a header"u8,
        PoisonReason.DeviceNeedsReset => "the device needs a reset"u8,
        PoisonReason.DeviceSilent => "the device does not answer"u8,
        PoisonReason.RingIndices => "ring indices that cannot be"u8,
        PoisonReason.WrongRing => "reply on the wrong ring"u8,
        PoisonReason.PartialReply => "half a reply and no more"u8,
        PoisonReason.BackendClosed => "the backend has closed"u8,
        PoisonReason.BackendGone => "the backend is gone"u8,
        PoisonReason.FlushUnanswered => "the server does not give up a request that it was told to"u8,
        _ => "unknown reason"u8,
    };
}
