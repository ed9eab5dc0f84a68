// The timers that send signals: three of setitimer and a pool for timer_create. TimerSyscalls sets them; SignalTable tells when a
// timer's signal has been taken, for until then it does not run again.
namespace Kernel.Process.Signals;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Scheduling;
using Kernel.Time;

public sealed class SignalTimers
{
    /// <summary>A signal that nobody takes is not worth more interrupts than this, in nanoseconds.</summary>
    private const ulong ShortestIgnored = 1_000_000;

    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly SignalSender _sender;
    private readonly SignalTimer[] _intervals = new SignalTimer[3];
    private readonly SignalTimer[] _pool;

    /// <param name="capacity">Timers of timer_create(2).</param>
    public SignalTimers(Process process, Scheduler scheduler, SignalSender sender, int capacity)
    {
        _process = process;
        _scheduler = scheduler;
        _sender = sender;
        _pool = new SignalTimer[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _pool[index] = new SignalTimer(this);
        }

        for (int which = 0; which < _intervals.Length; which++)
        {
            var signal = which == 0 ? Signal.Alarm : which == 1 ? Signal.VirtualAlarm : Signal.Profiling;
            _intervals[which] = new SignalTimer(this)
            {
                Information = SignalInformation.FromKernel((int)signal),
                Clock = which == 0 ? TimerClock.Wall : TimerClock.Process,
            };
        }

        process.Signals.Timers = this;
    }

    /// <summary>Timers of timer_create(2) that have not been deleted.</summary>
    public int InUse { get; private set; }

    /// <summary>ITIMER_REAL, ITIMER_VIRTUAL and ITIMER_PROF: all time in the kernel counts as the app's.</summary>
    public SignalTimer? Interval(int which) => which is >= 0 and < 3 ? _intervals[which] : null;

    public SignalTimer? Find(int id) => id >= 0 && id < _pool.Length && _pool[id].IsUsed ? _pool[id] : null;

    /// <summary>Takes a timer; EAGAIN when there is none left.</summary>
    /// <param name="information">What its signal says, but for the timer's number; Number 0 for no signal.</param>
    public Result<int> Create(TimerClock clock, bool isRealTime, Thread? target, in SignalInformation information)
    {
        for (int id = 0; id < _pool.Length; id++)
        {
            SignalTimer timer = _pool[id];
            if (!timer.IsUsed)
            {
                timer.Clear();
                timer.IsUsed = true;
                timer.Clock = clock;
                timer.IsRealTime = isRealTime;
                timer.Counted = Current.Thread;
                timer.Target = target;
                timer.TargetId = target == null ? 0 : target.Id;
                timer.Information = information;
                timer.Information.First = (uint)id;
                InUse++;
                return id;
            }
        }

        return Errno.EAGAIN;
    }

    public void Delete(SignalTimer timer)
    {
        Set(timer, 0, 0);
        timer.IsUsed = false;
        InUse--;
    }

    /// <summary>The process is over.</summary>
    public void Clear()
    {
        for (int which = 0; which < _intervals.Length; which++)
        {
            Set(_intervals[which], 0, 0);
        }

        DeleteCreated();
    }

    /// <summary>Another program takes the place of this one: only the timers of setitimer(2) go on.</summary>
    public void DeleteCreated()
    {
        for (int id = 0; id < _pool.Length; id++)
        {
            if (_pool[id].IsUsed)
            {
                Delete(_pool[id]);
            }
        }
    }

    /// <summary>The time on a timer's clock, in nanoseconds.</summary>
    public ulong Now(SignalTimer timer) => timer.Clock switch
    {
        TimerClock.Process => _process.ProcessorTime,
        TimerClock.Thread => _scheduler.TimeOf(timer.Counted!),
        _ => Clock.Nanoseconds,
    };

    /// <summary>Arms a timer.</summary>
    /// <param name="due">On its clock; 0 disarms.</param>
    public void Set(SignalTimer timer, ulong due, ulong interval)
    {
        _scheduler.Cancel(timer);
        timer.Due = due;
        timer.Interval = interval;
        timer.IsPending = false;
        timer.Missed = 0;
        timer.Overruns = 0;
        Start(timer, 0);
    }

    /// <summary>Nanoseconds until the next expiration, at least 1; 0 when there is none.</summary>
    public ulong Remaining(SignalTimer timer)
    {
        ulong now = Now(timer);
        if (timer.Due <= now && timer.Interval != 0 && timer.Due != 0)
        {
            return timer.Interval - ((now - timer.Due) % timer.Interval);
        }

        return timer.Due > now ? timer.Due - now : timer.IsStarted ? 1ul : 0;
    }

    internal void Expired(SignalTimer timer)
    {
        ulong now = Now(timer);
        if (now < timer.Due)
        {
            // Processor time passes more slowly than the time that the machine's timer knows.
            Start(timer, 0);
            return;
        }

        Forward(timer, now);
        timer.Missed--;
        timer.IsPending = true;
        Send(timer);
        if (!IsWaiting(timer))
        {
            timer.IsPending = false;
            timer.Missed = 0;
            Start(timer, ShortestIgnored);
        }
    }

    /// <summary>A signal has been taken; if it is a timer's, the timer runs on, and the signal says how often it has expired since.</summary>
    internal void Taken(ref SignalInformation information)
    {
        SignalTimer? timer = Of(in information);
        if (timer == null || !timer.IsPending)
        {
            return;
        }

        timer.IsPending = false;
        ulong now = Now(timer);
        if (timer.Interval != 0 && timer.Due <= now)
        {
            Forward(timer, now);
        }

        timer.Overruns = timer.Missed;
        timer.Missed = 0;
        Start(timer, 0);
        if (information.Code == SignalInformation.FromTimer)
        {
            information.First = (uint)information.First | ((ulong)(uint)timer.Overruns << 32);
        }
    }

    private SignalTimer? Of(in SignalInformation information)
    {
        if (information.Code == SignalInformation.FromTimer)
        {
            return Find((int)information.First);
        }

        return information.Code != SignalInformation.FromTheKernel ? null : (Signal)information.Number switch
        {
            Signal.Alarm => _intervals[0],
            Signal.VirtualAlarm => _intervals[1],
            Signal.Profiling => _intervals[2],
            _ => null,
        };
    }

    // To the first time that is not over, counting those that are.
    private static void Forward(SignalTimer timer, ulong now)
    {
        ulong times = timer.Interval == 0 ? 1 : ((now - timer.Due) / timer.Interval) + 1;
        timer.Missed = (int)Math.Min((ulong)timer.Missed + times, int.MaxValue);
        timer.Due = timer.Interval == 0 ? 0 : timer.Due + (times * timer.Interval);
    }

    private void Start(SignalTimer timer, ulong least)
    {
        if (timer.Due != 0 && timer.Information.Number != 0)
        {
            ulong now = Now(timer);
            ulong left = Math.Max(timer.Due > now ? timer.Due - now : 0, least);
            ulong start = Clock.Nanoseconds;
            _scheduler.Start(timer, left > Scheduler.Never - 1 - start ? Scheduler.Never - 1 : start + left);
        }
    }

    private void Send(SignalTimer timer)
    {
        if (timer.Target == null)
        {
            _sender.SendToProcess(in timer.Information);
        }
        else if (ThreadTable.IsAlive(timer.Target) && timer.Target.Id == timer.TargetId)
        {
            _sender.SendToThread(timer.Target, in timer.Information);
        }
    }

    private bool IsWaiting(SignalTimer timer)
    {
        PendingSignals pending = timer.Target == null ? _process.Signals.Shared : _process.Signals.Of(timer.Target).Pending;
        return (pending.Set & SignalTable.BitOf((Signal)timer.Information.Number)) != 0;
    }
}
