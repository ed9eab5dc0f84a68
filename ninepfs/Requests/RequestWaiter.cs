// How a caller waits for a reply: Transport carries messages and never sleeps, this sleeps and carries nothing. RequestTable calls it.
// The kernel's is RequestWait; the tests' let a server in the same thread work meanwhile.
namespace NinePFs.Requests;

using Kernel.Abi;

public abstract class RequestWaiter
{
    /// <summary>The running thread is to end: what takes long should stop where it can.</summary>
    public virtual bool IsCallerDying => false;

    /// <summary>Sleeps until the request is done; other threads run meanwhile.</summary>
    /// <returns>None when it is done; EINTR or ETIMEDOUT when the limit was reached first.</returns>
    public abstract Errno Wait(Request request, WaitLimit limit);

    /// <summary>Sleeps until some request is returned to the table; may return for no reason, the caller checks again.</summary>
    /// <returns>None, or EINTR or ETIMEDOUT as the other.</returns>
    public abstract Errno WaitForFreeRequest(WaitLimit limit);

    /// <summary>
    /// Wakes those who sleep in the two waits, all of them: a request is done, or was returned. Called from within
    /// <see cref="Transport.Poll"/> too.
    /// </summary>
    public abstract void Wake(Request request);
}

/// <summary>What may end a wait before that which is waited for.</summary>
public enum WaitLimit : byte
{
    /// <summary>Nothing: for waits that hold memory a device may write.</summary>
    None,

    /// <summary>The thread is killed: EINTR. No other signal does.</summary>
    Death,

    /// <summary>The server has taken longer than anybody takes to say that it forgets a request: ETIMEDOUT.</summary>
    Patience,
}
