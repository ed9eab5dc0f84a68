// What a driver must do to carry 9P: the only contract between ninepfs and the hardware. Implemented by Virtio9P, Xen and the tests.
namespace NinePFs;

using Kernel.Abi;
using NinePFs.Requests;

/// <summary>
/// A channel to one 9P server. Submit takes a request in state Encoding and makes it Sent; later, from <see cref="Poll"/>
/// or an interrupt, the transport calls <see cref="RequestTable.Complete"/> or <see cref="RequestTable.Fail"/> for it, in any order.
/// The kernel is one CPU without preemption: none of this is called while another call of it runs.
/// </summary>
public abstract class Transport
{
    /// <summary>Requests that can be in flight at once; RequestTable makes as many, one tag each.</summary>
    public abstract int RequestLimit { get; }

    /// <summary>The largest msize in bytes that one request and one reply can carry from scattered pages.</summary>
    public abstract int MaximumMessageSize { get; }

    /// <summary>Memory for message headers, made at boot and never freed.</summary>
    public abstract MessageBuffer AllocateBuffer(int length);

    /// <summary>How callers sleep until this has carried a reply.</summary>
    public abstract RequestWaiter Waiter { get; }

    /// <summary>Whom to tell of replies; set once before the first <see cref="Submit"/>.</summary>
    public RequestTable Requests { get; set; } = null!;

    /// <summary>Hands the request to the device without waiting. EIO when the session is broken: the request stays the caller's.</summary>
    public abstract Errno Submit(Request request);

    /// <summary>Tells the device of everything submitted since the last kick; one notification for a batch.</summary>
    public abstract void Kick();

    /// <summary>
    /// Takes in whatever has been answered. True when at least one request was completed. Of the transport's own methods only
    /// <see cref="Poison"/> is called from within it.
    /// </summary>
    public abstract bool Poll();

    /// <summary>
    /// Whether a message with one of these tags may have to wait behind one with the other: a Tflush that does so is of no use (T10).
    /// </summary>
    public virtual bool SharesPath(ushort tag, ushort other) => false;

    /// <summary>Takes back a request that the server has not been shown yet. False when it may have seen it.</summary>
    public virtual bool Withdraw(Request request) => false;

    /// <summary>
    /// Rflush has come: there will be no reply to the request, which is still Sent. False when the device has its buffers all the
    /// same, and will hand them back by itself with nothing in them (virtqueues do).
    /// </summary>
    public virtual bool Forget(Request request) => true;

    /// <summary>
    /// The session is broken: stop the device, and once it has let go of memory fail every request still Sent; when it does not
    /// let go, they are quarantined (<see cref="RequestTable.FailAll"/>). After this Submit returns EIO.
    /// </summary>
    public abstract void Poison(PoisonReason reason);

    /// <summary>After <see cref="Poison"/>: sets the device up again, with nothing in flight. Never sleeps.</summary>
    /// <returns>None when requests can be submitted again; EIO when the device is lost.</returns>
    public virtual Errno Restart() => Errno.EIO;
}

/// <summary>Why a session was given up; the ids are those of the fault table in docs/compat/faults.md.</summary>
public enum PoisonReason : byte
{
    None,
    ReplyTooShort,
    ReplySizeMismatch,
    ReplyTooLarge,
    WrongTag,
    WrongReplyType,
    MalformedReply,
    WalkOverrun,
    ReadOverrun,
    UsedIdOutOfRange,
    UsedIdNotPending,
    UsedIndexJump,
    UsedLengthTooLarge,
    UsedLengthTooShort,
    DeviceNeedsReset,
    DeviceSilent,
    RingIndices,
    WrongRing,
    PartialReply,
    BackendClosed,
    BackendGone,
    FlushUnanswered,
}
