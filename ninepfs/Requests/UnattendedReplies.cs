// Who hears of requests that no thread waits for: RequestTable calls it, FidTable (Tclunk) implements it.
namespace NinePFs.Requests;

using Kernel.Abi;

public abstract class UnattendedReplies
{
    /// <summary>A forgotten request has been answered or has failed; its slot goes back to the table after this call.</summary>
    /// <param name="error">None, or why there was no success reply.</param>
    public abstract void Answered(Request request, Errno error);

    /// <summary>A slot has been given back outside of the transport, or the session is over: send what had to be put off, or forget it.</summary>
    public abstract void SendDeferred();
}
