// How a thread takes signals: actions, masks, alternate stacks, waiting for them, coming back from handlers. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Arch.X64;
using Kernel.Process;
using Kernel.Process.Signals;
using Kernel.Scheduling;

public sealed unsafe class SignalSyscalls
{
    private const ulong SetBytes = 8;
    private const ulong SmallestSignalStack = 2048;

    private readonly Process _process;
    private readonly SignalTable _table;
    private readonly Scheduler _scheduler;
    private readonly SignalFrames _frames;
    private readonly SignalDelivery _delivery;
    private readonly ThreadQueue _paused;

    public SignalSyscalls(Process process, Scheduler scheduler, SignalFrames frames, SignalDelivery delivery)
    {
        _process = process;
        _table = process.Signals;
        _scheduler = scheduler;
        _frames = frames;
        _delivery = delivery;
        _paused = new ThreadQueue(scheduler);
    }

    public Errno Action(int signal, ulong action, ulong oldAction, ulong setBytes)
    {
        if (setBytes != SetBytes || !SignalTable.IsValid(signal) || (action != 0 && signal is (int)Signal.Kill or (int)Signal.Stop))
        {
            return Errno.EINVAL;
        }

        ref SignalAction stored = ref _table.ActionOf((Signal)signal);
        SignalAction wanted = stored;
        Errno error = action != 0 ? _process.Memory.Read(action, out wanted) : Errno.None;
        SignalAction old = stored;
        if (error == Errno.None && action != 0)
        {
            wanted.Mask = SignalTable.Maskable(wanted.Mask);
            stored = wanted;
            if (_table.IsIgnored((Signal)signal))
            {
                // Also where it is blocked (sigaction(2), POSIX).
                _table.Discard((Signal)signal);
            }
        }

        return error != Errno.None || oldAction == 0 ? error : _process.Memory.Write(oldAction, in old);
    }

    public Errno ChangeMask(int how, ulong set, ulong oldSet, ulong setBytes)
    {
        if (setBytes != SetBytes)
        {
            return Errno.EINVAL;
        }

        ulong old = _table.Current.Mask;
        if (set != 0)
        {
            Errno error = _process.Memory.Read(set, out ulong given);
            if (error != Errno.None || how is < 0 or > 2)
            {
                return error != Errno.None ? error : Errno.EINVAL;
            }

            _table.SetMask(how switch { 0 => old | given, 1 => old & ~given, _ => given });
        }

        return oldSet == 0 ? Errno.None : _process.Memory.Write(oldSet, old);
    }

    public Errno Pending(ulong set, ulong setBytes)
    {
        if (setBytes > SetBytes)
        {
            return Errno.EINVAL;
        }

        ThreadSignals state = _table.Current;
        ulong pending = (state.Pending.Set | _table.Shared.Set) & state.Mask;
        return _process.Memory.CopyOut(set, new ReadOnlySpan<byte>(&pending, (int)setBytes));
    }

    /// <summary>rt_sigsuspend(2): the mask comes back on the way out, behind the handlers.</summary>
    public Errno Suspend(ulong set, ulong setBytes)
    {
        if (setBytes != SetBytes)
        {
            return Errno.EINVAL;
        }

        Errno error = _process.Memory.Read(set, out ulong mask);
        if (error != Errno.None)
        {
            return error;
        }

        _table.SetTemporaryMask(mask);
        return Pause();
    }

    public Errno Pause() => _scheduler.BlockUntil(_paused, Scheduler.Never);

    /// <summary>rt_sigtimedwait(2): the number of the signal that came, EAGAIN when the time is over.</summary>
    public Result<long> WaitFor(ulong set, ulong information, ulong timeout, ulong setBytes)
    {
        if (setBytes != SetBytes)
        {
            return Errno.EINVAL;
        }

        Errno error = _process.Memory.Read(set, out ulong wanted);
        ulong deadline = Scheduler.Never;
        if (error == Errno.None && timeout != 0)
        {
            error = _process.Memory.Read(timeout, out Timespec time);
            error = error != Errno.None ? error : TimeSyscalls.Check(in time);
            deadline = error != Errno.None ? 0 : TimeSyscalls.DeadlineAfter(in time);
        }

        if (error != Errno.None)
        {
            return error;
        }

        wanted = SignalTable.Maskable(wanted);
        Thread thread = Current.Thread;
        if (!_table.Take(thread, wanted, out SignalInformation taken))
        {
            // Unblocked while it sleeps, so that their arrival ends the sleep; nothing is delivered before it returns.
            ThreadSignals state = _table.Of(thread);
            ulong mask = state.Mask;
            state.Awaited = mask & wanted;
            _table.SetMask(mask & ~wanted);
            error = _scheduler.BlockUntil(_paused, deadline);
            state.Awaited = 0;
            _table.SetMask(mask);
            if (!_table.Take(thread, wanted, out taken))
            {
                return error == Errno.EINTR ? Errno.EINTR : Errno.EAGAIN;
            }
        }

        error = information == 0 ? Errno.None : _process.Memory.Write(information, new SignalRecord(in taken));
        return error != Errno.None ? error : taken.Number;
    }

    public Errno AlternateStack(ulong stack, ulong oldStack)
    {
        ThreadSignals state = _table.Current;
        ulong stackPointer = Current.Thread.Frame->Rsp;
        SignalStack old = state.Stack;
        old.Flags = state.StackStateAt(stackPointer);
        if (stack != 0)
        {
            Errno error = _process.Memory.Read(stack, out SignalStack wanted);
            error = error != Errno.None ? error : SetStack(state, wanted, stackPointer);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return oldStack == 0 ? Errno.None : _process.Memory.Write(oldStack, in old);
    }

    /// <summary>rt_sigreturn(2): goes on where the handler's frame says. The result is whatever was in rax.</summary>
    public Result<long> Return(TrapFrame* frame)
    {
        Thread thread = Current.Thread;
        if (_frames.Pop(thread, out UserContext context))
        {
            _table.SetMask(context.Mask);
            SetStack(_table.Of(thread), context.Stack, frame->Rsp);
        }
        else
        {
            _delivery.ForceFault(thread, Signal.None);
        }

        return (long)frame->Rax;
    }

    private static Errno SetStack(ThreadSignals state, SignalStack wanted, ulong stackPointer)
    {
        if (state.IsOnStack(stackPointer))
        {
            return Errno.EPERM;
        }

        int mode = wanted.Flags & ~SignalStack.AutoDisarm;
        if (mode is not (0 or SignalStack.OnStack or SignalStack.Disabled))
        {
            return Errno.EINVAL;
        }

        if (mode == SignalStack.Disabled)
        {
            wanted.Address = 0;
            wanted.Size = 0;
        }
        else if (wanted.Size < SmallestSignalStack)
        {
            return Errno.ENOMEM;
        }

        state.Stack = wanted;
        return Errno.None;
    }
}
