// Who is told that the app's code faulted: the process layer, which turns it into a signal. Called by ExceptionTable.
namespace Kernel.Interrupts;

using Kernel.Arch.X64;
using Kernel.Diagnostics;

public abstract unsafe class FaultSink
{
    private const int KillSignal = 9;
    private const int SentByKernel = 0x80;

    /// <summary>Delivers a signal to the thread that <paramref name="frame"/> interrupted, before it goes on.</summary>
    /// <param name="frame">The state at the fault; may be changed (signal frame), is returned to if this returns.</param>
    /// <param name="signal">Linux's number.</param>
    /// <param name="code">si_code.</param>
    /// <param name="address">si_addr.</param>
    public abstract void UserFault(TrapFrame* frame, int signal, int code, ulong address);

    /// <summary>There is no page for what the app touched: it must end, as under Linux's OOM killer.</summary>
    public virtual void OutOfMemory(TrapFrame* frame, ulong address)
    {
        Log.WriteHex(LogLevel.Error, "memory: out of memory, killing the app at address "u8, address);
        UserFault(frame, KillSignal, SentByKernel, address);
    }
}
