// Decides which thread runs: round robin in ring 3 by a timer, cooperative in the kernel. Everything that sleeps comes through here.
namespace Kernel.Scheduling;

using Kernel.Abi;
using Kernel.Time;

/// <summary>
/// One processor, interrupts off in the kernel: a thread is switched only inside <see cref="Block"/>, <see cref="BlockUntil"/>,
/// <see cref="Yield"/> and <see cref="EndCurrent"/>. Interrupt handlers call <see cref="Wake"/> and nothing else.
/// </summary>
public sealed class Scheduler
{
    /// <summary>A deadline that never comes.</summary>
    public const ulong Never = ulong.MaxValue;

    /// <summary>Nanoseconds that a thread may compute while others are ready.</summary>
    private const ulong Quantum = 4_000_000;

    private readonly ThreadList _ready = new();
    private readonly TimerList _timers = new();
    private readonly SleepTimer[] _sleeps;
    private readonly TimeSlices _slices = new();
    private readonly ThreadList _pollers = new();
    private readonly ThreadSwitch _switch;
    private readonly IdleLoop _idle;
    private readonly QuantumTimer _timer;
    private int _blocked;
    private bool _mustSwitch;
    private bool _isTimerStale;

    /// <param name="threads">Its boot thread runs now, on the boot stack.</param>
    public Scheduler(ThreadTable threads, ThreadSwitch threadSwitch, IdleLoop idle, QuantumTimer timer)
    {
        _switch = threadSwitch;
        _idle = idle;
        _timer = timer;
        idle.SetScheduler(this);
        timer.SetScheduler(this);
        _sleeps = new SleepTimer[threads.Capacity];
        for (int slot = 0; slot < _sleeps.Length; slot++)
        {
            _sleeps[slot] = new SleepTimer(this, threads[slot]);
        }

        threads.Boot.State = ThreadState.Running;
        Current.Thread = threads.Boot;
    }

    public bool HasReady => !_ready.IsEmpty;

    /// <summary>Whether <see cref="BeforeUser"/> has something to do.</summary>
    public bool HasWork => _mustSwitch || _isTimerStale;

    /// <summary>Threads switched to since boot.</summary>
    public ulong Switches { get; private set; }

    /// <summary>Nanoseconds without anything to run.</summary>
    public ulong IdleTime => _slices.IdleTime;

    /// <summary>Nanoseconds that the running thread has had the processor.</summary>
    public ulong TimeOfCurrent => TimeOf(Current.Thread);

    /// <summary>Nanoseconds that a thread has had the processor.</summary>
    public ulong TimeOf(Thread thread) => _slices.TimeOf(thread);

    /// <summary>Registers a device for the idle loop.</summary>
    public void AddPollable(Pollable pollable) => _idle.Add(pollable);

    /// <summary>Sets the timer up. Before the first thread enters ring 3, but as late as that: it needs the calibrated clock.</summary>
    public void OpenTimer() => _timer.Open();

    /// <summary>Sleeps until woken, whatever signals come: for waits that hold memory a device may write.</summary>
    public void Block(ThreadQueue queue) => Sleep(queue.Threads, Never, isInterruptible: false);

    /// <summary>As Block, but at most until a time in nanoseconds since boot (ETIMEDOUT).</summary>
    public Errno BlockAtMost(ThreadQueue queue, ulong deadline) => Sleep(queue.Threads, deadline, isInterruptible: false);

    /// <summary>As Block, but ends when the thread is to die, or was before (EINTR); no other signal counts.</summary>
    public Errno BlockUntilKilled(ThreadQueue queue)
    {
        Thread self = Current.Thread;
        if (self.IsDying)
        {
            return Errno.EINTR;
        }

        self.IsKillable = true;
        Errno result = Sleep(queue.Threads, Never, isInterruptible: false);
        self.IsKillable = false;
        return result;
    }

    /// <summary>Sleeps until woken, or until a time in nanoseconds since boot (ETIMEDOUT), or until a signal (EINTR).</summary>
    public Errno BlockUntil(ThreadQueue queue, ulong deadline) => Sleep(queue.Threads, deadline, isInterruptible: true);

    /// <summary>Sleeps until any wait queue is woken: for poll(2), which then looks at its descriptors again.</summary>
    public Errno BlockForAny(ulong deadline) => Sleep(_pollers, deadline, isInterruptible: true);

    /// <summary>Makes a blocked thread ready. <paramref name="runsFirst"/>: before all others, at the next entry to ring 3.</summary>
    public void Wake(Thread thread, bool runsFirst = false) => End(thread, Errno.None, runsFirst);

    /// <summary>Ends a sleep whose time is over.</summary>
    internal void TimeOut(Thread thread) => End(thread, Errno.ETIMEDOUT, runsFirst: false);

    internal void WakePollers()
    {
        while (_pollers.First != null)
        {
            End(_pollers.First, Errno.None, runsFirst: false);
        }
    }

    /// <summary>A signal waits for the thread, which does not block it.</summary>
    /// <param name="isFatal">It kills the process unless somebody does something about it in time.</param>
    public void Signal(Thread thread, bool isFatal = false)
    {
        thread.HasSignal = true;
        thread.HasFatalSignal |= isFatal;
        Interrupt(thread);
    }

    /// <summary>Ends an interruptible sleep with EINTR, and that of a dying thread which only its death interrupts; else does nothing.</summary>
    public void Interrupt(Thread thread)
    {
        if (thread.State == ThreadState.Blocked && (thread.IsInterruptible || (thread.IsKillable && thread.IsDying)))
        {
            End(thread, Errno.EINTR, runsFirst: false);
        }
    }

    /// <summary>Lets a timer expire at a time in nanoseconds since boot; one that runs already is started anew.</summary>
    public void Start(KernelTimer timer, ulong deadline)
    {
        _timers.Start(timer, deadline);
        _isTimerStale = true;
    }

    public void Cancel(KernelTimer timer) => _timers.Cancel(timer);

    /// <summary>Lets a new thread run when its turn comes; ThreadTable has made its stack.</summary>
    public void Start(Thread thread)
    {
        MakeReady(thread, first: false);
    }

    /// <summary>sched_yield(2): lets every other ready thread run once.</summary>
    public void Yield()
    {
        if (!_ready.IsEmpty)
        {
            Thread self = Current.Thread;
            MakeReady(self, first: false);
            Leave(self);
        }
    }

    /// <summary>The running thread has ended; its slot is freed once another runs.</summary>
    public void EndCurrent()
    {
        Thread self = Current.Thread;
        self.State = ThreadState.Dead;
        Leave(self);
    }

    /// <summary>Called on the way to ring 3: gives way to whoever should run first and keeps the timer right.</summary>
    public void BeforeUser()
    {
        if (_mustSwitch)
        {
            _mustSwitch = false;
            Yield();
        }

        if (_isTimerStale)
        {
            _isTimerStale = false;
            ulong wanted = _blocked == 0 ? _timers.Earliest : System.Math.Min(_timers.Earliest, _idle.NextCheck);
            _timer.Want(_ready.IsEmpty ? wanted : System.Math.Min(wanted, Clock.Nanoseconds + Quantum - System.Math.Min(_slices.Length, Quantum)));
        }
    }

    /// <summary>The timer has fired (interrupt): does what was to happen by now, and ends the running thread's turn when it is over.</summary>
    internal void TimerFired()
    {
        WakeExpired();
        _idle.CheckDevices();
        _mustSwitch |= !_ready.IsEmpty && _slices.Length >= Quantum;
        _isTimerStale = true;
    }

    /// <summary>Ends the sleeps and lets the timers expire whose time has come.</summary>
    internal void WakeExpired()
    {
        // Without any nobody asks for the time: the clock may not be calibrated yet.
        if (_timers.Earliest != Never)
        {
            _timers.Expire(Clock.Nanoseconds);
        }
    }

    internal ulong EarliestDeadline => _timers.Earliest;

    private Errno Sleep(ThreadList queue, ulong deadline, bool isInterruptible)
    {
        Thread self = Current.Thread;
        if (isInterruptible && self.IsInterrupted)
        {
            self.Deadline = deadline;
            return Errno.EINTR;
        }

        self.State = ThreadState.Blocked;
        self.IsInterruptible = isInterruptible;
        self.Deadline = deadline;
        queue.AddLast(self);
        _blocked++;
        if (deadline != Never)
        {
            Start(_sleeps[self.Slot], deadline);
        }

        Leave(self);
        return self.SleepResult;
    }

    private void End(Thread thread, Errno result, bool runsFirst)
    {
        if (thread.State != ThreadState.Blocked)
        {
            return;
        }

        _blocked--;
        thread.List?.Remove(thread);
        _timers.Cancel(_sleeps[thread.Slot]);
        thread.SleepResult = result;
        MakeReady(thread, runsFirst);
        _mustSwitch |= runsFirst;
    }

    private void MakeReady(Thread thread, bool first)
    {
        thread.State = ThreadState.Ready;
        if (first)
        {
            _ready.AddFirst(thread);
        }
        else
        {
            _ready.AddLast(thread);
        }

        _isTimerStale = true;
    }

    // Runs on the stack of the thread that leaves; returns when that thread is chosen again.
    private void Leave(Thread self)
    {
        _slices.End(self);
        Thread? next = _ready.TakeFirst();
        if (next == null)
        {
            _slices.BeginIdle();
            _idle.WaitForReady();
            next = _ready.TakeFirst()!;
            _slices.EndIdle();
        }

        if (_blocked != 0)
        {
            // The answers that others wait for have to interrupt this one.
            _idle.ArmInterrupts();
        }

        _mustSwitch = false;
        _isTimerStale = true;
        next.State = ThreadState.Running;
        if (next != self)
        {
            Switches++;
            _switch.To(self, next);
        }
    }
}
