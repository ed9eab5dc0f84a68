// Signals as far as they are stored and have default actions; SyscallTable calls, SignalSender acts.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Scheduling;

public sealed class SignalSyscalls
{
    private const ulong SetBytes = 8;
    private const ulong SmallestSignalStack = 2048;

    private readonly Process _process;
    private readonly SignalSender _sender;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly ThreadQueue _paused;

    public SignalSyscalls(Process process, SignalSender sender, Scheduler scheduler, ThreadTable threads)
    {
        _process = process;
        _sender = sender;
        _scheduler = scheduler;
        _threads = threads;
        _paused = new ThreadQueue(scheduler);
    }

    public Errno Action(int signal, ulong action, ulong oldAction, ulong setBytes)
    {
        if (setBytes != SetBytes || !SignalTable.IsValid(signal) || (action != 0 && signal is (int)Signal.Kill or (int)Signal.Stop))
        {
            return Errno.EINVAL;
        }

        ref SignalAction stored = ref _process.Signals.ActionOf((Signal)signal);
        SignalAction wanted = stored;
        Errno error = action != 0 ? _process.Memory.Read(action, out wanted) : Errno.None;
        if (error == Errno.None && oldAction != 0)
        {
            error = _process.Memory.Write(oldAction, in stored);
        }

        if (error == Errno.None && action != 0)
        {
            wanted.Mask = SignalTable.Maskable(wanted.Mask);
            stored = wanted;
        }

        return error;
    }

    public Errno ChangeMask(int how, ulong set, ulong oldSet, ulong setBytes)
    {
        if (setBytes != SetBytes)
        {
            return Errno.EINVAL;
        }

        Thread thread = Current.Thread;
        ulong mask = thread.SignalMask;
        if (set != 0)
        {
            Errno error = _process.Memory.Read(set, out ulong given);
            if (error != Errno.None || how is < 0 or > 2)
            {
                return error != Errno.None ? error : Errno.EINVAL;
            }

            mask = SignalTable.Maskable(how switch { 0 => mask | given, 1 => mask & ~given, _ => given });
        }

        if (oldSet != 0)
        {
            Errno error = _process.Memory.Write(oldSet, thread.SignalMask);
            if (error != Errno.None)
            {
                return error;
            }
        }

        thread.SignalMask = mask;
        _sender.DeliverPending(thread);
        return Errno.None;
    }

    public Errno Pending(ulong set, ulong setBytes) => setBytes > SetBytes ? Errno.EINVAL
        : _process.Memory.Write(set, (Current.Thread.PendingSignals | _process.Signals.Pending) & Current.Thread.SignalMask);

    /// <summary>rt_sigsuspend(2): no handler can end the wait, only the end of the process.</summary>
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

        Thread thread = Current.Thread;
        ulong old = thread.SignalMask;
        thread.SignalMask = SignalTable.Maskable(mask);
        _sender.DeliverPending(thread);
        error = Pause();
        thread.SignalMask = old;
        return error;
    }

    public Errno Pause() => _scheduler.BlockUntil(_paused, Scheduler.Never);

    public Errno AlternateStack(ulong stack, ulong oldStack)
    {
        Thread thread = Current.Thread;
        var old = new SignalStack
        {
            Address = thread.SignalStackAddress,
            Size = thread.SignalStackSize,
            Flags = thread.SignalStackSize == 0 ? SignalStack.Disabled : 0,
        };
        SignalStack wanted = default;
        Errno error = stack != 0 ? _process.Memory.Read(stack, out wanted) : Errno.None;
        bool isDisabled = (wanted.Flags & SignalStack.Disabled) != 0;
        if (error == Errno.None && stack != 0 && !isDisabled && wanted.Size < SmallestSignalStack)
        {
            error = Errno.ENOMEM;
        }

        if (error == Errno.None && oldStack != 0)
        {
            error = _process.Memory.Write(oldStack, in old);
        }

        if (error == Errno.None && stack != 0)
        {
            thread.SignalStackAddress = isDisabled ? 0 : wanted.Address;
            thread.SignalStackSize = isDisabled ? 0 : wanted.Size;
        }

        return error;
    }

    /// <summary>kill(2): there is one process, in one group.</summary>
    public Errno Kill(int process, int signal)
    {
        if (process is not (Process.Id or 0 or -1 or -Process.Id))
        {
            return Errno.ESRCH;
        }

        return signal == 0 ? Errno.None : !SignalTable.IsValid(signal) ? Errno.EINVAL : _sender.SendToProcess((Signal)signal);
    }

    public Errno KillThread(int process, int thread, int signal)
    {
        if (process <= 0 || thread <= 0 || (signal != 0 && !SignalTable.IsValid(signal)))
        {
            return Errno.EINVAL;
        }

        Thread? target = process == Process.Id ? _threads.Find(thread) : null;
        if (target == null)
        {
            return Errno.ESRCH;
        }

        return signal == 0 ? Errno.None : _sender.SendToThread(target, (Signal)signal);
    }

    public Errno KillThread(int thread, int signal) => KillThread(Process.Id, thread, signal);
}
