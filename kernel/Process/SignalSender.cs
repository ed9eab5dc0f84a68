// Sends signals: takes the default action, notes what is blocked, refuses what only a handler could answer.
// kill, tkill, tgkill, the signal masks and a write to a broken pipe come here.
namespace Kernel.Process;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Scheduling;

public sealed class SignalSender
{
    private readonly Process _process;
    private readonly SignalTable _table;
    private readonly DeathReport _report;

    public SignalSender(Process process, DeathReport report)
    {
        _process = process;
        _table = process.Signals;
        _report = report;
    }

    /// <summary>Sends a signal to one thread.</summary>
    /// <returns>EAGAIN when the app has a handler for it: handlers are not called yet, and .NET's GC goes on without (ABI of tgkill 34).</returns>
    public Errno SendToThread(Thread thread, Signal signal)
    {
        Errno error = Judge(signal, out bool isFatal);
        if (!isFatal)
        {
            return error;
        }

        if (signal != Signal.Kill && (thread.SignalMask & SignalTable.BitOf(signal)) != 0)
        {
            thread.PendingSignals |= SignalTable.BitOf(signal);
            return Errno.None;
        }

        Kill(signal);
        return Errno.None;
    }

    /// <summary>Sends a signal to the process: any thread that does not block it may take it.</summary>
    public Errno SendToProcess(Signal signal)
    {
        Errno error = Judge(signal, out bool isFatal);
        if (!isFatal)
        {
            return error;
        }

        if (signal != Signal.Kill && _process.IsBlockedEverywhere(signal))
        {
            _table.Pending |= SignalTable.BitOf(signal);
            return Errno.None;
        }

        Kill(signal);
        return Errno.None;
    }

    /// <summary>The running thread has changed its mask or an action: what waited may be due now.</summary>
    public void DeliverPending(Thread thread)
    {
        ulong due = (thread.PendingSignals | _table.Pending) & ~thread.SignalMask;
        if (due == 0)
        {
            return;
        }

        thread.PendingSignals &= ~due;
        _table.Pending &= ~due;
        for (int number = 1; number <= (int)Signal.Last; number++)
        {
            if ((due & SignalTable.BitOf((Signal)number)) != 0)
            {
                SendToThread(thread, (Signal)number);
            }
        }
    }

    private void Kill(Signal signal)
    {
        if (!_process.IsEnding)
        {
            _report.Killed(signal);
            _process.Kill(signal);
        }
    }

    private Errno Judge(Signal signal, out bool isFatal)
    {
        ulong handler = signal is Signal.Kill or Signal.Stop ? SignalAction.Default : _table.ActionOf(signal).Handler;
        isFatal = handler == SignalAction.Default && !SignalTable.IsIgnoredByDefault(signal);
        return handler is SignalAction.Default or SignalAction.Ignore ? Errno.None : Errno.EAGAIN;
    }
}
