// What the app wants to happen on each signal (sigaction(2)), and which signals wait for whom. The signal syscalls fill it;
// SignalSender and SignalDelivery act by it.
namespace Kernel.Process.Signals;

using Kernel.Abi.Structures;
using Kernel.Diagnostics;
using Kernel.Scheduling;

/// <summary>One per process.</summary>
public sealed class SignalTable
{
    private const ulong CannotBeBlocked = (1ul << ((int)Signal.Kill - 1)) | (1ul << ((int)Signal.Stop - 1));

    private readonly SignalAction[] _actions = new SignalAction[(int)Signal.Last];
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _table;
    private readonly ThreadSignals[] _threads;
    private bool _hasIgnoredStop;

    /// <param name="queueCapacity">Signals that can wait with their values, of all threads together.</param>
    public SignalTable(Scheduler scheduler, ThreadTable threads, int queueCapacity)
    {
        Pool = new SignalPool(queueCapacity);
        Shared = new PendingSignals(Pool);
        _scheduler = scheduler;
        _table = threads;
        _threads = new ThreadSignals[threads.Capacity];
        for (int slot = 0; slot < _threads.Length; slot++)
        {
            _threads[slot] = new ThreadSignals(Pool);
        }
    }

    public SignalPool Pool { get; }

    /// <summary>Sent to the process: any thread that does not block them takes them.</summary>
    public PendingSignals Shared { get; }

    /// <summary>Who wants to know when a timer's signal has been taken.</summary>
    internal SignalTimers? Timers { get; set; }

    /// <summary>Of the running thread.</summary>
    public ThreadSignals Current => _threads[Scheduling.Current.Thread.Slot];

    public static bool IsValid(int number) => number is >= 1 and <= (int)Signal.Last;

    public static ulong BitOf(Signal signal) => 1ul << ((int)signal - 1);

    /// <summary>A mask without the two signals that cannot be blocked.</summary>
    public static ulong Maskable(ulong mask) => mask & ~CannotBeBlocked;

    /// <summary>Whether the default action is to do nothing (signal(7)); stopping counts, for nobody could continue.</summary>
    public static bool IsIgnoredByDefault(Signal signal) => IsStop(signal)
        || signal is Signal.Child or Signal.Continue or Signal.Urgent or Signal.WindowChange;

    public static bool IsStop(Signal signal) => signal is Signal.Stop or Signal.KeyboardStop or Signal.TerminalInput or Signal.TerminalOutput;

    public ref SignalAction ActionOf(Signal signal) => ref _actions[(int)signal - 1];

    public ThreadSignals Of(Thread thread) => _threads[thread.Slot];

    /// <summary>Whether the signal would do nothing if it were delivered now.</summary>
    public bool IsIgnored(Signal signal)
    {
        ulong handler = ActionOf(signal).Handler;
        return handler == SignalAction.Ignore || (handler == SignalAction.Default && IsIgnoredByDefault(signal));
    }

    /// <summary>Does nothing with a signal, which for a stop signal is worth a line: on Linux the app would stand still now.</summary>
    public void Ignore(Signal signal)
    {
        if (IsStop(signal) && ActionOf(signal).Handler == SignalAction.Default && !_hasIgnoredStop)
        {
            _hasIgnoredStop = true;
            Log.Write(LogLevel.Warning, "process: a stop signal is ignored, nobody could continue the app"u8);
        }
    }

    /// <summary>Whether the process would die of it if it were delivered now.</summary>
    public bool IsFatal(Signal signal) => ActionOf(signal).Handler == SignalAction.Default && !IsIgnoredByDefault(signal);

    /// <summary>Whether the app has a function for it.</summary>
    public bool HasHandler(Signal signal) => ActionOf(signal).Handler is not (SignalAction.Default or SignalAction.Ignore);

    /// <summary>The mask of the running thread, for good. What it no longer blocks is due at once; what it now blocks somebody else may take.</summary>
    public void SetMask(ulong mask)
    {
        Thread thread = Scheduling.Current.Thread;
        ThreadSignals state = Of(thread);
        ulong blocked = Shared.Set & Maskable(mask) & ~state.Mask;
        state.Mask = Maskable(mask);
        Recalculate(thread);
        if (blocked != 0)
        {
            OfferToOthers(thread, blocked);
        }
    }

    /// <summary>
    /// The mask of the running thread until its syscall is over (ppoll, pselect6, sigsuspend): the old one comes back by itself, behind
    /// the handlers if the call returns EINTR.
    /// </summary>
    public void SetTemporaryMask(ulong mask)
    {
        ThreadSignals state = Current;
        state.SavedMask = state.Mask;
        state.Mask = Maskable(mask);
        Thread thread = Scheduling.Current.Thread;
        thread.HasSavedMask = true;
        Recalculate(thread);
    }

    /// <summary>Takes the next signal that is in <paramref name="allowed"/>: the thread's own before those of the process.</summary>
    public bool Take(Thread thread, ulong allowed, out SignalInformation information)
    {
        bool isTaken = Of(thread).Pending.Take(allowed, out information) || Shared.Take(allowed, out information);
        Recalculate(thread);
        if (isTaken)
        {
            Timers?.Taken(ref information);
        }

        return isTaken;
    }

    /// <summary>Keeps <see cref="Thread.HasSignal"/> true to the mask and to what waits.</summary>
    public void Recalculate(Thread thread)
    {
        ThreadSignals state = Of(thread);
        thread.HasSignal = ((state.Pending.Set | Shared.Set) & ~state.Mask) != 0;
        thread.HasFatalSignal &= thread.HasSignal;
    }

    /// <summary>A thread is about to begin; <paramref name="mask"/> is its parent's.</summary>
    public void Begin(Thread thread, ulong mask) => Of(thread).Begin(mask);

    /// <summary>A thread has ended: what it should have taken of the process's signals goes to others.</summary>
    public void End(Thread thread)
    {
        ThreadSignals state = Of(thread);
        state.Pending.Discard(ulong.MaxValue);
        OfferToOthers(thread, Shared.Set & ~state.Mask);
    }

    /// <summary>Forgets a signal wherever it waits: it is ignored from now on.</summary>
    public void Discard(Signal signal) => Discard(BitOf(signal));

    /// <summary>execve(2): handlers were the old program's, what is ignored stays so; masks and pending signals stay, timers of timer_create go.</summary>
    public void BeginProgram(Thread self)
    {
        for (int number = 1; number <= (int)Signal.Last; number++)
        {
            ref SignalAction action = ref ActionOf((Signal)number);
            action = new SignalAction { Handler = action.Handler == SignalAction.Ignore ? SignalAction.Ignore : SignalAction.Default };
        }

        Of(self).DisableStack();
        Timers?.DeleteCreated();
    }

    /// <summary>The process is over.</summary>
    public void Clear()
    {
        Timers?.Clear();
        Discard(ulong.MaxValue);
    }

    private void Discard(ulong set)
    {
        Shared.Discard(set);
        for (int slot = 0; slot < _threads.Length; slot++)
        {
            _threads[slot].Pending.Discard(set);
        }
    }

    private void OfferToOthers(Thread self, ulong set)
    {
        for (int slot = 1; slot < _table.Capacity && set != 0; slot++)
        {
            Thread thread = _table[slot];
            if (thread != self && ThreadTable.IsAlive(thread) && (set & ~Of(thread).Mask) != 0)
            {
                set &= Of(thread).Mask;
                _scheduler.Signal(thread);
            }
        }
    }
}
