// Timers that send signals: alarm, getitimer, setitimer, and the five calls of POSIX timers. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Process.Signals;
using Kernel.Scheduling;

public sealed class TimerSyscalls
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const ulong NanosecondsPerMicrosecond = 1000;
    private const uint AbsoluteFlag = 1;

    private readonly Process _process;
    private readonly SignalTimers _timers;
    private readonly TimeSyscalls _time;
    private readonly ThreadTable _threads;

    public TimerSyscalls(Process process, SignalTimers timers, TimeSyscalls time, ThreadTable threads)
    {
        _process = process;
        _timers = timers;
        _time = time;
        _threads = threads;
    }

    /// <summary>sigev_notify (include/uapi/asm-generic/siginfo.h); SIGEV_THREAD is made by C libraries out of SIGEV_THREAD_ID.</summary>
    private enum Notify
    {
        Signal = 0,
        None = 1,
        Thread = 2,
        ThreadId = 4,
    }

    /// <summary>alarm(2): seconds that were left of the one before, rounded.</summary>
    public Result<long> SetAlarm(uint seconds)
    {
        SignalTimer timer = _timers.Interval(0)!;
        ulong left = _timers.Remaining(timer);
        _timers.Set(timer, seconds == 0 ? 0 : _timers.Now(timer) + (seconds * NanosecondsPerSecond), 0);
        ulong whole = left / NanosecondsPerSecond;
        ulong rest = left % NanosecondsPerSecond;
        return (long)(whole + (rest >= NanosecondsPerSecond / 2 || (whole == 0 && rest != 0) ? 1ul : 0));
    }

    public Errno GetInterval(int which, ulong address)
    {
        SignalTimer? timer = _timers.Interval(which);
        return timer == null ? Errno.EINVAL : _process.Memory.Write(address, Describe(timer));
    }

    public Errno SetInterval(int which, ulong setting, ulong oldSetting)
    {
        SignalTimer? timer = _timers.Interval(which);
        IntervalTimerValue wanted = default;
        Errno error = setting == 0 ? Errno.None : _process.Memory.Read(setting, out wanted);
        if (error == Errno.None && (timer == null || !IsValid(wanted.Value) || !IsValid(wanted.Interval)))
        {
            error = Errno.EINVAL;
        }

        if (error != Errno.None)
        {
            return error;
        }

        IntervalTimerValue old = Describe(timer!);
        ulong value = ToNanoseconds(wanted.Value);
        _timers.Set(timer!, value == 0 ? 0 : Later(_timers.Now(timer!), value), ToNanoseconds(wanted.Interval));
        return oldSetting == 0 ? Errno.None : _process.Memory.Write(oldSetting, in old);
    }

    public Errno Create(int clock, ulong eventAddress, ulong idAddress)
    {
        TimerClock counted;
        switch (clock)
        {
            case 0 or 1 or 7:
                counted = TimerClock.Wall;
                break;
            case 2:
                counted = TimerClock.Process;
                break;
            case 3:
                counted = TimerClock.Thread;
                break;
            default:
                return clock is 8 or 9 ? Errno.EOPNOTSUPP : Errno.EINVAL;
        }

        SignalEvent wanted = new() { Signal = (int)Signal.Alarm };
        Errno error = eventAddress == 0 ? Errno.None : _process.Memory.Read(eventAddress, out wanted);
        Thread? target = null;
        if (error == Errno.None && (Notify)wanted.Notify == Notify.ThreadId)
        {
            target = _threads.Find(wanted.ThreadId);
        }

        bool isSilent = (Notify)wanted.Notify == Notify.None;
        bool isKnown = (Notify)wanted.Notify is Notify.Signal or Notify.None or Notify.Thread || target != null;
        if (error == Errno.None && (!isKnown || (!isSilent && !SignalTable.IsValid(wanted.Signal))))
        {
            error = Errno.EINVAL;
        }

        if (error != Errno.None)
        {
            return error;
        }

        Result<int> id = _timers.Create(counted, clock == 0, target, SignalInformation.Timer(isSilent ? 0 : wanted.Signal, 0, 0, wanted.Value));
        if (id.IsError)
        {
            return id.Error;
        }

        SignalTimer timer = _timers.Find(id.Value)!;
        if (eventAddress == 0)
        {
            timer.Information.Second = (ulong)id.Value;
        }

        error = _process.Memory.Write(idAddress, id.Value);
        if (error != Errno.None)
        {
            _timers.Delete(timer);
        }

        return error;
    }

    /// <summary>timer_settime(2).</summary>
    public Errno Set(int id, uint flags, ulong setting, ulong oldSetting)
    {
        SignalTimer? timer = _timers.Find(id);
        IntervalSetting wanted = default;
        Errno error = setting == 0 ? Errno.EINVAL : _process.Memory.Read(setting, out wanted);
        error = error != Errno.None ? error : TimeSyscalls.Check(in wanted.Interval);
        error = error != Errno.None ? error : TimeSyscalls.Check(in wanted.Value);
        if (error != Errno.None || timer == null)
        {
            return error != Errno.None ? error : Errno.EINVAL;
        }

        IntervalSetting old = DescribePrecisely(timer);
        ulong value = TimeSyscalls.ToNanoseconds(in wanted.Value);
        bool isAbsolute = (flags & AbsoluteFlag) != 0;
        ulong due = value == 0 ? 0
            : !isAbsolute ? Later(_timers.Now(timer), value)
            : timer.Clock == TimerClock.Wall ? Math.Max(_time.DeadlineAt(in wanted.Value, timer.IsRealTime), 1) : value;
        _timers.Set(timer, due, TimeSyscalls.ToNanoseconds(in wanted.Interval));
        return oldSetting == 0 ? Errno.None : _process.Memory.Write(oldSetting, in old);
    }

    public Errno Get(int id, ulong address)
    {
        SignalTimer? timer = _timers.Find(id);
        return timer == null ? Errno.EINVAL : _process.Memory.Write(address, DescribePrecisely(timer));
    }

    public Result<long> GetOverruns(int id)
    {
        SignalTimer? timer = _timers.Find(id);
        return timer == null ? Errno.EINVAL : timer.Overruns;
    }

    public Errno Delete(int id)
    {
        SignalTimer? timer = _timers.Find(id);
        if (timer == null)
        {
            return Errno.EINVAL;
        }

        _timers.Delete(timer);
        return Errno.None;
    }

    private static ulong Later(ulong now, ulong duration) => duration > Scheduler.Never - 1 - now ? Scheduler.Never - 1 : now + duration;

    private static bool IsValid(TimeValue time) => time.Seconds >= 0 && time.Microseconds is >= 0 and < 1_000_000;

    private static ulong ToNanoseconds(TimeValue time) =>
        (Math.Min((ulong)time.Seconds, long.MaxValue / NanosecondsPerSecond) * NanosecondsPerSecond) + ((ulong)time.Microseconds * NanosecondsPerMicrosecond);

    // A timer that runs has something left, however little (setitimer(2)).
    private IntervalTimerValue Describe(SignalTimer timer)
    {
        ulong left = _timers.Remaining(timer);
        return new IntervalTimerValue
        {
            Interval = TimeValue.FromNanoseconds(timer.Interval),
            Value = TimeValue.FromNanoseconds(left == 0 ? 0 : Math.Max(left, NanosecondsPerMicrosecond)),
        };
    }

    private IntervalSetting DescribePrecisely(SignalTimer timer) => new()
    {
        Interval = TimeSyscalls.FromNanoseconds(timer.Interval),
        Value = TimeSyscalls.FromNanoseconds(_timers.Remaining(timer)),
    };

    /// <summary>struct itimerval, 32 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IntervalTimerValue
    {
        public TimeValue Interval;
        public TimeValue Value;
    }

    /// <summary>struct sigevent, 64 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct SignalEvent
    {
        public ulong Value;
        public int Signal;
        public int Notify;
        public int ThreadId;
    }
}
