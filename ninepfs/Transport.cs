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

    /// <summary>Whom to tell of replies; set once before the first <see cref="Submit"/>.</summary>
    public RequestTable Requests { get; set; } = null!;

    /// <summary>Hands the request to the device without waiting. EIO when the session is broken: the request stays the caller's.</summary>
    public abstract Errno Submit(Request request);

    /// <summary>Tells the device of everything submitted since the last kick; one notification for a batch.</summary>
    public abstract void Kick();

    /// <summary>Takes in whatever has been answered. True when at least one request was completed.</summary>
    public abstract bool Poll();

    /// <summary>
    /// Sleeps until <paramref name="request"/> is done; other threads run meanwhile. The kernel's implementation is the
    /// scheduler's adaptive wait, the tests' polls a server in the same process.
    /// </summary>
    public abstract void Wait(Request request);

    /// <summary>As the other Wait, but not necessarily so long. Transports whose waits cannot end early have only the other one.</summary>
    /// <returns>None when the request is done; EINTR or ETIMEDOUT as <paramref name="limit"/> says.</returns>
    public virtual Errno Wait(Request request, WaitLimit limit)
    {
        Wait(request);
        return Errno.None;
    }

    /// <summary>The running thread is to end: what takes long should stop where it can.</summary>
    public virtual bool IsCallerDying => false;

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

    /// <summary>Sleeps until some request is returned to the table; may return for no reason, the caller checks again.</summary>
    public abstract void WaitForFreeRequest();

    /// <summary>As the other, but no longer than <see cref="WaitLimit.Patience"/>: false when that is over.</summary>
    public virtual bool TryWaitForFreeRequest()
    {
        WaitForFreeRequest();
        return true;
    }

    /// <summary>
    /// Tells those who sleep in the two waits above, all of them; RequestTable calls it when the request is done and when it is
    /// returned. No other method of the transport is called from within <see cref="Poll"/>, except <see cref="Poison"/>.
    /// </summary>
    public abstract void Wake(Request request);

    /// <summary>
    /// The session is broken: stop the device, and once it has let go of memory fail every request still Sent; when it does not
    /// let go, they are quarantined (<see cref="RequestTable.FailAll"/>). After this Submit returns EIO.
    /// </summary>
    public abstract void Poison(PoisonReason reason);

    /// <summary>After <see cref="Poison"/>: sets the device up again, with nothing in flight. Never sleeps.</summary>
    /// <returns>None when requests can be submitted again; EIO when the device is lost.</returns>
    public virtual Errno Restart() => Errno.EIO;
}

/// <summary>What may end a wait for a reply before the reply does.</summary>
public enum WaitLimit : byte
{
    /// <summary>The thread is killed: EINTR. No other signal does.</summary>
    Death,

    /// <summary>The server has taken longer than anybody takes to say that it forgets a request: ETIMEDOUT.</summary>
    Patience,
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
