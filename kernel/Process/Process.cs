// The one process of the system: what its threads share, and how it ends. Syscalls, /proc and KernelMain refer to it.
namespace Kernel.Process;

using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process.Signals;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;

/// <summary>
/// The app from its first instruction until its last thread is gone. A process that ends marks every thread as killed; each
/// ends on its way to ring 3, so that whatever it did in the kernel is finished or undone by its own code.
/// </summary>
public sealed class Process
{
    /// <summary>getpid(2). The first thread has the same number.</summary>
    public const int Id = 1;

    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly ThreadQueue _ended;
    private readonly RobustList _robust;
    private int _liveThreads;
    private ulong _idleTimeAtStart;

    public Process(
        Scheduler scheduler,
        ThreadTable threads,
        AddressSpace addressSpace,
        UserMemory memory,
        FileTable files,
        FileContext context,
        ResourceLimits limits)
    {
        _scheduler = scheduler;
        _threads = threads;
        _ended = new ThreadQueue(scheduler);
        AddressSpace = addressSpace;
        Memory = memory;
        Files = files;
        Context = context;
        ResourceLimits = limits;
        Signals = new SignalTable(scheduler, threads, (int)limits[Resource.PendingSignals].Current);
        Credentials = new Credentials();
        Futex = new Futex(scheduler, memory, addressSpace.Regions, buckets: 64);
        _robust = new RobustList(memory, Futex);
        Program = new ProgramImage();
        Vdso = new Vdso(addressSpace, memory);
    }

    public AddressSpace AddressSpace { get; }

    public UserMemory Memory { get; }

    public FileTable Files { get; }

    public FileContext Context { get; }

    public ResourceLimits ResourceLimits { get; }

    public SignalTable Signals { get; }

    public Credentials Credentials { get; }

    public Futex Futex { get; }

    public Vdso Vdso { get; }

    /// <summary>What was loaded: for /proc/self/exe and for the report of a crash.</summary>
    public ProgramImage Program { get; }

    /// <summary>argv and envp of the program, as /proc shows them.</summary>
    public ArgumentList? Arguments { get; set; }

    public ArgumentList? Environment { get; set; }

    /// <summary>Nanoseconds since boot when the app's first instruction ran; 0 before.</summary>
    public ulong StartTime { get; private set; }

    /// <summary>Nanoseconds of processor time since then, in ring 3 and for the app in the kernel.</summary>
    public ulong ProcessorTime => Clock.Nanoseconds - StartTime - (_scheduler.IdleTime - _idleTimeAtStart);

    /// <summary>Set by the exit_group, the fatal signal or the last thread's end that came first.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>0 to 255; meaningful once <see cref="IsEnding"/> and <see cref="KilledBy"/> is None.</summary>
    public int ExitStatus { get; private set; }

    /// <summary>The signal that ended the process, or None.</summary>
    public Signal KilledBy { get; private set; }

    public int LiveThreads => _liveThreads;

    /// <summary>Counts a thread in that the scheduler is about to start.</summary>
    public void AddThread(Thread thread, ulong signalMask)
    {
        _liveThreads++;
        Signals.Begin(thread, signalMask);
    }

    /// <summary>exit_group(2): all threads end as soon as they leave the kernel.</summary>
    public void Exit(int status)
    {
        if (!IsEnding)
        {
            ExitStatus = status & 0xFF;
            End();
        }
    }

    /// <summary>A fatal signal. What is to be said about it has been said.</summary>
    public void Kill(Signal signal)
    {
        if (!IsEnding)
        {
            KilledBy = signal;
            End();
        }
    }

    /// <summary>exit(2): just the running thread ends; with the last one the process does.</summary>
    public void ExitThread(int status)
    {
        if (_liveThreads == 1)
        {
            Exit(status);
        }

        Current.Thread.IsKilled = true;
    }

    /// <summary>The end of a killed thread, on its way to ring 3. Does not return.</summary>
    public void FinishThread(Thread thread)
    {
        if (!IsEnding)
        {
            TellOthers(thread);
        }

        Signals.End(thread);
        if (--_liveThreads <= 1)
        {
            // The boot thread waits for the last one, execve for the last but one.
            _ended.WakeAll();
        }

        _scheduler.EndCurrent();
    }

    /// <summary>execve(2): all threads end but the running one. EINTR when that is to end as well.</summary>
    public Errno EndOtherThreads()
    {
        Thread self = Current.Thread;
        if (!self.IsKilled)
        {
            KillThreads(self);
        }

        while (_liveThreads > 1 && !self.IsKilled)
        {
            _scheduler.Block(_ended);
        }

        return self.IsKilled ? Errno.EINTR : Errno.None;
    }

    /// <summary>
    /// execve(2), when there is no way back: the program's memory, its handlers, its timers and the descriptors with FD_CLOEXEC go.
    /// </summary>
    public void Abandon(Thread self)
    {
        TellOthers(self);
        self.BeginProgram(Id);
        Signals.BeginProgram(self);
        Files.CloseForExec();
        Program.Close();
        Vdso.Release();
        AddressSpace.Clear();
    }

    private void TellOthers(Thread thread)
    {
        if (thread.RobustList != 0)
        {
            _robust.Release(thread.RobustList, thread.Id);
        }

        if (thread.ClearChildTid != 0)
        {
            // Whoever joins the thread waits for this word (set_tid_address(2)); a bad address is the app's loss.
            Memory.Write(thread.ClearChildTid, 0);
            Futex.Wake(Futex.KeyOf(thread.ClearChildTid, isPrivate: false), 1, Futex.AnyBit);
        }
    }

    /// <summary>Lets the threads run until the last one has ended; the boot thread waits here.</summary>
    public void WaitForEnd()
    {
        Begin();
        while (_liveThreads != 0)
        {
            _scheduler.Block(_ended);
        }
    }

    /// <summary>Gives back all that the process held. Its threads have ended.</summary>
    public void Close()
    {
        Signals.Clear();
        Files.CloseRange(0, uint.MaxValue, onlyCloseOnExec: false);
        Program.Close();
        Context.Close();
        Vdso.Release();
        AddressSpace.Clear();
        AddressSpace.Files.Clear();
    }

    private void Begin()
    {
        StartTime = Clock.Nanoseconds;
        _idleTimeAtStart = _scheduler.IdleTime;
    }

    private void End()
    {
        IsEnding = true;
        KillThreads(survivor: null);
    }

    private void KillThreads(Thread? survivor)
    {
        for (int slot = 1; slot < _threads.Capacity; slot++)
        {
            Thread thread = _threads[slot];
            if (thread != survivor && ThreadTable.IsAlive(thread))
            {
                thread.IsKilled = true;
                _scheduler.Interrupt(thread);
            }
        }
    }
}
