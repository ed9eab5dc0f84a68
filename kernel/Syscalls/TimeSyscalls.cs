// Clocks and sleeping: clock_gettime, nanosleep, gettimeofday, times, getrusage. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Scheduling;
using Kernel.Time;

public sealed class TimeSyscalls
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const ulong NanosecondsPerTick = 10_000_000;
    private const uint AbsoluteFlag = 1;

    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly ThreadQueue _sleepers;

    public TimeSyscalls(Process process, Scheduler scheduler, ThreadTable threads)
    {
        _threads = threads;
        _process = process;
        _scheduler = scheduler;
        _sleepers = new ThreadQueue(scheduler);
    }

    /// <summary>clockid_t (include/uapi/linux/time.h).</summary>
    private enum ClockName
    {
        RealTime = 0,
        Monotonic = 1,
        ProcessTime = 2,
        ThreadTime = 3,
        MonotonicRaw = 4,
        RealTimeCoarse = 5,
        MonotonicCoarse = 6,
        BootTime = 7,
        RealTimeAlarm = 8,
        BootTimeAlarm = 9,
        AtomicTime = 11,
    }

    /// <summary>EINVAL for what is no duration.</summary>
    public static Errno Check(in Timespec time) =>
        time.Seconds < 0 || (ulong)time.Nanoseconds >= NanosecondsPerSecond ? Errno.EINVAL : Errno.None;

    /// <summary>Nanoseconds since boot when a duration from now will be over.</summary>
    public static ulong DeadlineAfter(in Timespec time)
    {
        if (Current.Thread.RestartDeadline != 0)
        {
            // A signal has interrupted this very call, and it goes on without the app having noticed.
            return Current.Thread.RestartDeadline;
        }

        ulong now = Clock.Nanoseconds;
        ulong duration = ToNanoseconds(in time);
        return duration >= Scheduler.Never - now ? Scheduler.Never - 1 : now + duration;
    }

    /// <summary>Nanoseconds since boot of a point in time on one of two clocks.</summary>
    public ulong DeadlineAt(in Timespec time, bool isRealTime)
    {
        ulong then = ToNanoseconds(in time);
        if (!isRealTime)
        {
            return Math.Min(then, Scheduler.Never - 1);
        }

        Timespec real = Clock.RealTime;
        ulong now = ToNanoseconds(in real);
        return then <= now ? 0 : Math.Min(Clock.Nanoseconds + (then - now), Scheduler.Never - 1);
    }

    public Errno GetTime(int clock, ulong address)
    {
        Errno error = Read((ClockName)clock, out Timespec time);
        return error != Errno.None ? error : _process.Memory.Write(address, in time);
    }

    public Errno GetResolution(int clock, ulong address)
    {
        Errno error = Read((ClockName)clock, out _);
        return error != Errno.None || address == 0 ? error : _process.Memory.Write(address, new Timespec(0, 1));
    }

    public Errno GetTimeOfDay(ulong address, ulong zone)
    {
        Timespec now = Clock.RealTime;
        _process.Vdso.Publish(withDate: true);
        Errno error = address == 0 ? Errno.None
            : _process.Memory.Write(address, new TimeValue { Seconds = now.Seconds, Microseconds = now.Nanoseconds / 1000 });
        return error != Errno.None || zone == 0 ? error : _process.Memory.Write(zone, 0ul);
    }

    public Result<long> GetSeconds(ulong address)
    {
        long seconds = Clock.RealTime.Seconds;
        _process.Vdso.Publish(withDate: true);
        Errno error = address == 0 ? Errno.None : _process.Memory.Write(address, seconds);
        return error != Errno.None ? error : seconds;
    }

    public Errno Sleep(ulong request, ulong remaining) => Sleep((int)ClockName.Monotonic, 0, request, remaining);

    public Errno Sleep(int clock, uint flags, ulong request, ulong remaining)
    {
        var name = (ClockName)clock;
        if (name is not (ClockName.RealTime or ClockName.Monotonic or ClockName.BootTime or ClockName.AtomicTime))
        {
            return Read(name, out _) != Errno.None ? Errno.EINVAL : Errno.EOPNOTSUPP;
        }

        Errno error = _process.Memory.Read(request, out Timespec time);
        error = error != Errno.None ? error : Check(in time);
        if (error != Errno.None)
        {
            return error;
        }

        bool isAbsolute = (flags & AbsoluteFlag) != 0;
        ulong deadline = isAbsolute ? DeadlineAt(in time, name is ClockName.RealTime or ClockName.AtomicTime) : DeadlineAfter(in time);
        error = _scheduler.BlockUntil(_sleepers, deadline);
        if (error == Errno.ETIMEDOUT)
        {
            return Errno.None;
        }

        if (!isAbsolute && remaining != 0)
        {
            ulong now = Clock.Nanoseconds;
            Timespec left = FromNanoseconds(deadline > now ? deadline - now : 0);
            Errno written = _process.Memory.Write(remaining, in left);
            error = written != Errno.None ? written : error;
        }

        return error;
    }

    public Errno GetUsage(int who, ulong address)
    {
        const int children = -1;
        const int self = 0;
        const int thread = 1;
        if (who is not (children or self or thread))
        {
            return Errno.EINVAL;
        }

        ResourceUsage usage = default;
        if (who != children)
        {
            usage.UserTime = TimeValue.FromNanoseconds(who == self ? _process.ProcessorTime : _scheduler.TimeOfCurrent);
            usage.MaximumResident = (long)_process.AddressSpace.ResidentPages * 4;
        }

        return _process.Memory.Write(address, in usage);
    }

    /// <summary>times(2): ticks of 10 ms since boot.</summary>
    public Result<long> GetTimes(ulong address)
    {
        if (address != 0)
        {
            Errno error = _process.Memory.Write(address, new ProcessTimes { User = (long)(_process.ProcessorTime / NanosecondsPerTick) });
            if (error != Errno.None)
            {
                return error;
            }
        }

        return (long)(Clock.Nanoseconds / NanosecondsPerTick);
    }

    internal static ulong ToNanoseconds(in Timespec time)
    {
        const long longest = long.MaxValue / NanosecondsPerSecond;
        return time.Seconds >= longest ? long.MaxValue : (ulong)((time.Seconds * NanosecondsPerSecond) + time.Nanoseconds);
    }

    internal static Timespec FromNanoseconds(ulong nanoseconds) =>
        new((long)(nanoseconds / NanosecondsPerSecond), (long)(nanoseconds % NanosecondsPerSecond));

    private Errno Read(ClockName clock, out Timespec time)
    {
        time = default;
        switch (clock)
        {
            case ClockName.RealTime or ClockName.RealTimeCoarse or ClockName.RealTimeAlarm or ClockName.AtomicTime:
                time = Clock.RealTime;
                _process.Vdso.Publish(withDate: true);
                return Errno.None;
            case ClockName.Monotonic or ClockName.MonotonicRaw or ClockName.MonotonicCoarse or ClockName.BootTime or ClockName.BootTimeAlarm:
                time = FromNanoseconds(Clock.Nanoseconds);
                _process.Vdso.Publish(withDate: false);
                return Errno.None;
            case ClockName.ProcessTime:
                time = FromNanoseconds(_process.ProcessorTime);
                return Errno.None;
            case ClockName.ThreadTime:
                time = FromNanoseconds(_scheduler.TimeOfCurrent);
                return Errno.None;
            default:
                return ReadProcessorTime((int)clock, out time);
        }
    }

    /// <summary>
    /// clock_getcpuclockid(3): the complement of an id above bit 2, which tells a thread from a process; below it what is counted, where 3
    /// would be the clock of a device.
    /// </summary>
    private Errno ReadProcessorTime(int clock, out Timespec time)
    {
        const int ofThread = 4, ofDevice = 3;
        time = default;
        int id = ~(clock >> 3);
        Thread? thread = id == 0 ? Current.Thread : _threads.Find(id);
        bool isThread = (clock & ofThread) != 0;
        if (clock >= 0 || (clock & ofDevice) == ofDevice || (isThread ? thread == null : id is not (0 or Process.Id)))
        {
            return Errno.EINVAL;
        }

        time = FromNanoseconds(isThread ? _scheduler.TimeOf(thread!) : _process.ProcessorTime);
        return Errno.None;
    }
}
