// Sends signals: notes what is to be delivered and wakes a thread that will take it. kill, tkill, tgkill, sigqueue, timers, the
// console and a write to a broken pipe come here.
namespace Kernel.Process.Signals;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Scheduling;

/// <summary>May be called with interrupts' handlers on the stack: nothing here sleeps.</summary>
public sealed class SignalSender
{
    private readonly SignalTable _table;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;

    public SignalSender(SignalTable table, Scheduler scheduler, ThreadTable threads)
    {
        _table = table;
        _scheduler = scheduler;
        _threads = threads;
        Arrivals = new ThreadQueue(scheduler);
    }

    /// <summary>Woken by every signal that waits: for descriptors that signals are read from.</summary>
    public ThreadQueue Arrivals { get; }

    /// <summary>Sends a signal to one thread. EAGAIN: too many wait already.</summary>
    public Errno SendToThread(Thread thread, in SignalInformation information)
    {
        ThreadSignals state = _table.Of(thread);
        ulong bit = SignalTable.BitOf((Signal)information.Number);
        if (IsIgnored((Signal)information.Number, state))
        {
            return Errno.None;
        }

        Errno error = state.Pending.Add(in information);
        if (error == Errno.None && (state.Mask & bit) == 0)
        {
            _scheduler.Signal(thread, _table.IsFatal((Signal)information.Number));
        }

        Arrivals.Announce(Vfs.PollEvents.Read);
        return error;
    }

    /// <summary>Sends a signal to the process: a thread that does not block it takes it, the first one if it can.</summary>
    public Errno SendToProcess(in SignalInformation information)
    {
        var signal = (Signal)information.Number;
        Thread? first = FindFirst();
        if (first == null || IsIgnored(signal, _table.Of(first)))
        {
            return Errno.None;
        }

        Errno error = _table.Shared.Add(in information);
        Thread? target = Choose(first, SignalTable.BitOf(signal));
        if (error == Errno.None && target != null)
        {
            _scheduler.Signal(target, _table.IsFatal(signal));
        }

        Arrivals.Announce(Vfs.PollEvents.Read);
        return error;
    }

    // What a thread blocks or waits for is kept, in case it is unblocked when there is a handler.
    private bool IsIgnored(Signal signal, ThreadSignals state)
    {
        if (((state.Mask | state.Awaited) & SignalTable.BitOf(signal)) != 0 || !_table.IsIgnored(signal))
        {
            return false;
        }

        _table.Ignore(signal);
        return true;
    }

    private Thread? FindFirst()
    {
        for (int slot = 1; slot < _threads.Capacity; slot++)
        {
            if (ThreadTable.IsAlive(_threads[slot]))
            {
                return _threads[slot];
            }
        }

        return null;
    }

    // Threads that have something to take already come last (kernel/signal.c, complete_signal).
    private Thread? Choose(Thread first, ulong bit)
    {
        Thread? busy = null;
        for (int slot = first.Slot; slot < _threads.Capacity; slot++)
        {
            Thread thread = _threads[slot];
            if (ThreadTable.IsAlive(thread) && !thread.IsKilled && (_table.Of(thread).Mask & bit) == 0)
            {
                if (!thread.HasSignal)
                {
                    return thread;
                }

                busy ??= thread;
            }
        }

        return busy;
    }
}
