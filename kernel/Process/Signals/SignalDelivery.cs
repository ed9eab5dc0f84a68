// The end of a signal's way: on the way to ring 3 a thread takes what waits for it, and runs its handler, dies of it or lets it pass.
// UserReturn calls Deliver, the processor's faults come to Force.
namespace Kernel.Process.Signals;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Arch.X64;
using Kernel.Scheduling;

public sealed unsafe class SignalDelivery
{
    private const ulong Interrupted = unchecked((ulong)-(long)Errno.EINTR);
    private const ulong SyscallInstructionLength = 2;

    private readonly Process _process;
    private readonly SignalTable _table;
    private readonly SignalFrames _frames;
    private readonly DeathReport _report;

    public SignalDelivery(Process process, SignalFrames frames, DeathReport report)
    {
        _process = process;
        _table = process.Signals;
        _frames = frames;
        _report = report;
    }

    /// <summary>Handles what waits for the running thread. True when a handler is to run: every register of the frame counts then.</summary>
    public bool Deliver(Thread thread)
    {
        TrapFrame* frame = thread.Frame;
        ThreadSignals state = _table.Of(thread);
        RestartRule rule = RuleOf(frame);
        bool isInterrupted = frame->IsSyscall && frame->Rax == Interrupted;
        bool hasHandler = false;
        if (thread.HasSavedMask && !isInterrupted)
        {
            RestoreMask(thread, state);
        }

        while (thread.HasSignal && !thread.IsKilled && _table.Take(thread, ~state.Mask, out SignalInformation information))
        {
            var signal = (Signal)information.Number;
            SignalAction action = _table.ActionOf(signal);
            if (_table.IsIgnored(signal))
            {
                _table.Ignore(signal);
                continue;
            }

            if (action.Handler == SignalAction.Default)
            {
                Kill(signal);
                return false;
            }

            if (!hasHandler && rule == RestartRule.UnlessHandled && (action.Flags & SignalAction.Restart) != 0)
            {
                Restart(frame);
            }

            hasHandler = true;
            thread.RestartDeadline = 0;
            if (!Enter(thread, state, in information, in action) && !ForceFault(thread, signal))
            {
                return false;
            }
        }

        if (!hasHandler && rule != RestartRule.Never)
        {
            // Another thread has taken the signal, or it was ignored by now.
            thread.RestartDeadline = rule == RestartRule.WithoutHandler ? thread.Deadline : 0;
            Restart(frame);
        }

        if (thread.HasSavedMask)
        {
            RestoreMask(thread, state);
        }

        return hasHandler;
    }

    /// <summary>
    /// A signal that the running thread has brought about itself and that cannot wait. False when nobody handles it, because it is
    /// blocked, ignored or has no handler: the process has to die of it.
    /// </summary>
    public bool Force(Thread thread, in SignalInformation information)
    {
        ThreadSignals state = _table.Of(thread);
        var signal = (Signal)information.Number;
        SignalAction action = _table.ActionOf(signal);
        return _table.HasHandler(signal) && (state.Mask & SignalTable.BitOf(signal)) == 0 && Enter(thread, state, in information, in action);
    }

    /// <summary>SIGSEGV for a frame that cannot be pushed or popped. False when that is the end of the process.</summary>
    /// <param name="cause">The signal that was to be handled.</param>
    public bool ForceFault(Thread thread, Signal cause)
    {
        if (cause != Signal.SegmentationViolation && Force(thread, SignalInformation.FromKernel((int)Signal.SegmentationViolation)))
        {
            return true;
        }

        Kill(Signal.SegmentationViolation);
        return false;
    }

    private static RestartRule RuleOf(TrapFrame* frame) =>
        frame->IsSyscall && frame->Rax == Interrupted ? SyscallRestart.Of(frame->Error, frame->Rsi, frame->R10) : RestartRule.Never;

    private static void Restart(TrapFrame* frame)
    {
        frame->Rax = frame->Error;
        frame->Rip -= SyscallInstructionLength;
    }

    private bool Enter(Thread thread, ThreadSignals state, in SignalInformation information, in SignalAction action)
    {
        var signal = (Signal)information.Number;
        if (!_frames.Push(thread, state, thread.HasSavedMask ? state.SavedMask : state.Mask, in information, in action))
        {
            return false;
        }

        thread.HasSavedMask = false;
        if ((action.Flags & SignalAction.ResetHandler) != 0)
        {
            _table.ActionOf(signal).Handler = SignalAction.Default;
        }

        if ((state.Stack.Flags & SignalStack.AutoDisarm) != 0)
        {
            state.DisableStack();
        }

        _table.SetMask(state.Mask | action.Mask | ((action.Flags & SignalAction.NoDefer) != 0 ? 0 : SignalTable.BitOf(signal)));
        return true;
    }

    private void RestoreMask(Thread thread, ThreadSignals state)
    {
        thread.HasSavedMask = false;
        state.Mask = state.SavedMask;
        _table.Recalculate(thread);
    }

    private void Kill(Signal signal)
    {
        if (!_process.IsEnding)
        {
            _report.Killed(signal);
            _process.Kill(signal);
        }
    }
}
