// What one thread has of signals: its mask, what was sent to it, its alternate stack, its last fault. SignalTable has one per slot.
namespace Kernel.Process.Signals;

using Kernel.Abi.Structures;

public sealed class ThreadSignals
{
    public ThreadSignals(SignalPool pool)
    {
        Pending = new PendingSignals(pool);
    }

    /// <summary>Sent to this thread and not yet taken.</summary>
    public PendingSignals Pending { get; }

    /// <summary>Blocked signals, bit n-1 for signal n.</summary>
    public ulong Mask { get; internal set; }

    /// <summary>
    /// The mask that comes back when a call with a temporary one (sigsuspend, ppoll) is over; there is one when Thread.HasSavedMask.
    /// </summary>
    public ulong SavedMask { get; internal set; }

    /// <summary>Blocked, but waited for by sigtimedwait: they are neither ignored nor delivered.</summary>
    public ulong Awaited { get; internal set; }

    /// <summary>sigaltstack(2), with the flags it was set with.</summary>
    public SignalStack Stack { get; internal set; }

    /// <summary>Vector, error code and CR2 of the last fault, for the contexts of later signals too (arch_prctl has no say in it).</summary>
    public ulong Trap { get; internal set; }

    public ulong TrapError { get; internal set; }

    public ulong FaultAddress { get; internal set; }

    /// <summary>Makes it that of a new thread.</summary>
    public void Begin(ulong mask)
    {
        Mask = mask;
        Awaited = 0;
        DisableStack();
        Trap = 0;
        TrapError = 0;
        FaultAddress = 0;
    }

    public void DisableStack() => Stack = new SignalStack { Flags = SignalStack.Disabled };

    /// <summary>Whether a stack pointer lies on the alternate stack; never with SS_AUTODISARM, for which it is gone by then.</summary>
    public bool IsOnStack(ulong stackPointer) =>
        (Stack.Flags & SignalStack.AutoDisarm) == 0 && stackPointer > Stack.Address && stackPointer - Stack.Address <= Stack.Size;

    /// <summary>ss_flags as sigaltstack(2) reports them.</summary>
    public int StackStateAt(ulong stackPointer) =>
        (Stack.Size == 0 ? SignalStack.Disabled : IsOnStack(stackPointer) ? SignalStack.OnStack : 0) | (Stack.Flags & SignalStack.AutoDisarm);
}
