// The threads as /proc/self/task lists them, and the state of each in the terms of proc(5). Part of ProcessFacts.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi.Structures;
using Kernel.Process.Signals;
using Kernel.Scheduling;

internal sealed class Tasks
{
    private readonly Process _process;
    private readonly ThreadTable _threads;
    private readonly Scheduler _scheduler;

    public Tasks(Process process, ThreadTable threads, Scheduler scheduler)
    {
        _process = process;
        _threads = threads;
        _scheduler = scheduler;
    }

    /// <summary>Threads that there can be.</summary>
    public int Capacity => _threads.Capacity - 1;

    /// <summary>The smallest id of a living thread above <paramref name="id"/>, or 0.</summary>
    public int Next(int id)
    {
        int next = 0;
        for (int slot = 1; slot < _threads.Capacity; slot++)
        {
            Thread thread = _threads[slot];
            if (ThreadTable.IsAlive(thread) && thread.Id > id && (next == 0 || thread.Id < next))
            {
                next = thread.Id;
            }
        }

        return next;
    }

    /// <summary>The thread's name; that of the program for a first thread that has ended.</summary>
    public ReadOnlySpan<byte> NameOf(int id)
    {
        Thread? thread = _threads.Find(id);
        if (thread != null)
        {
            return thread.Name;
        }

        ReadOnlySpan<byte> path = _process.Program.Path;
        path = path[(path.LastIndexOf((byte)'/') + 1)..];
        return path[..Math.Min(path.Length, Thread.NameLength - 1)];
    }

    /// <summary>False when there is no such thread. The process is there as long as any of its threads.</summary>
    public bool TryDescribe(int id, out TaskFigures task)
    {
        Thread? thread = _threads.Find(id);
        task = default;
        if (thread == null && id != Process.Id)
        {
            return false;
        }

        task.ThreadId = id;
        task.ProcessId = Process.Id;
        task.ThreadCount = _process.LiveThreads;
        task.State = thread == null ? (byte)'Z' : LetterOf(thread);
        task.ProcessorTime = id == Process.Id ? _process.ProcessorTime : _scheduler.TimeOf(thread!);
        task.StartTime = _process.StartTime;
        task.PendingSignals = thread == null ? 0 : _process.Signals.Of(thread).Pending.Set;
        task.BlockedSignals = thread == null ? 0 : _process.Signals.Of(thread).Mask;
        task.SharedPendingSignals = _process.Signals.Shared.Set;
        task.ResidentLimit = _process.ResourceLimits[Resource.ResidentSet].Current;
        task.PendingLimit = _process.ResourceLimits[Resource.PendingSignals].Current;
        task.Umask = _process.Context.Umask;
        task.Descriptors = _process.Files.Capacity;
        for (int number = 1; number <= (int)Signal.Last; number++)
        {
            ulong handler = _process.Signals.ActionOf((Signal)number).Handler;
            ulong bit = SignalTable.BitOf((Signal)number);
            task.IgnoredSignals |= handler == SignalAction.Ignore ? bit : 0;
            task.CaughtSignals |= handler is not (SignalAction.Default or SignalAction.Ignore) ? bit : 0;
        }

        return true;
    }

    public void Count(ref SystemFigures system)
    {
        for (int slot = 1; slot < _threads.Capacity; slot++)
        {
            Thread thread = _threads[slot];
            if (ThreadTable.IsAlive(thread))
            {
                byte letter = LetterOf(thread);
                system.Threads++;
                system.Runnable += letter == 'R' ? 1 : 0;
                system.Blocked += letter == 'D' ? 1 : 0;
                system.LatestId = Math.Max(system.LatestId, thread.Id);
            }
        }
    }

    private static byte LetterOf(Thread thread)
    {
        if (thread.State != ThreadState.Blocked)
        {
            return (byte)'R';
        }

        return thread.IsInterruptible ? (byte)'S' : (byte)'D';
    }
}
