// eventfd, timerfd_create, timerfd_settime, timerfd_gettime. SyscallTable calls, the VFS's event files do the work.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Time;
using Vfs;
using Vfs.Events;

public sealed class EventSyscalls
{
    private const OpenFlags DescriptorFlags = OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
    private const uint SemaphoreFlag = 1;
    private const uint AbsoluteFlag = 1;

    /// <summary>TFD_TIMER_CANCEL_ON_SET: nobody sets the clock here.</summary>
    private const uint CancelFlag = 2;
    private const int RealTime = 0;
    private const int Monotonic = 1;
    private const int BootTime = 7;
    private const int RealTimeAlarm = 8;
    private const int BootTimeAlarm = 9;

    private readonly Process _process;
    private readonly EventFiles _events;

    public EventSyscalls(Process process, EventFiles events)
    {
        _process = process;
        _events = events;
    }

    public Result<long> CreateCounter(uint count, uint flags)
    {
        var openFlags = (OpenFlags)(flags & ~SemaphoreFlag);
        if ((openFlags & ~DescriptorFlags) != 0)
        {
            return Errno.EINVAL;
        }

        Result<OpenFile> file = _events.OpenCounter(count, (flags & SemaphoreFlag) != 0, openFlags & OpenFlags.NonBlocking);
        return _process.Files.Give(file, (openFlags & OpenFlags.CloseOnExec) != 0).Widen();
    }

    public Result<long> CreateTimer(int clock, uint flags)
    {
        var openFlags = (OpenFlags)flags;
        if ((openFlags & ~DescriptorFlags) != 0 || clock is not (RealTime or Monotonic or BootTime or RealTimeAlarm or BootTimeAlarm))
        {
            return Errno.EINVAL;
        }

        Result<OpenFile> file = _events.OpenTimer(clock is RealTime or RealTimeAlarm, openFlags & OpenFlags.NonBlocking);
        return _process.Files.Give(file, (openFlags & OpenFlags.CloseOnExec) != 0).Widen();
    }

    public Errno SetTimer(int descriptor, uint flags, ulong setting, ulong old)
    {
        Errno error = _process.Memory.Read(setting, out IntervalSetting wanted);
        if (error != Errno.None)
        {
            return error;
        }

        if ((flags & ~(AbsoluteFlag | CancelFlag)) != 0
            || TimeSyscalls.Check(in wanted.Value) != Errno.None
            || TimeSyscalls.Check(in wanted.Interval) != Errno.None)
        {
            return Errno.EINVAL;
        }

        Result<OpenFile> file = TakeTimer(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        var timer = (TimerFile)file.Value.Node;
        IntervalSetting before = SettingOf(timer);
        timer.Set(ExpiryOf(timer, in wanted, (flags & AbsoluteFlag) != 0), TimeSyscalls.ToNanoseconds(in wanted.Interval));
        file.Value.Release();
        return old == 0 ? Errno.None : _process.Memory.Write(old, in before);
    }

    public Errno GetTimer(int descriptor, ulong setting)
    {
        Result<OpenFile> file = TakeTimer(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        IntervalSetting now = SettingOf((TimerFile)file.Value.Node);
        file.Value.Release();
        return _process.Memory.Write(setting, in now);
    }

    private static IntervalSetting SettingOf(TimerFile timer) => new()
    {
        Interval = TimeSyscalls.FromNanoseconds(timer.Interval),
        Value = TimeSyscalls.FromNanoseconds(timer.Remaining),
    };

    /// <summary>Nanoseconds since boot, and before it for a date that is over.</summary>
    private static long ExpiryOf(TimerFile timer, in IntervalSetting wanted, bool isAbsolute)
    {
        long then = (long)TimeSyscalls.ToNanoseconds(in wanted.Value);
        if (then is 0 or long.MaxValue || (isAbsolute && !timer.IsRealTime))
        {
            return then == 0 ? long.MaxValue : then;
        }

        long now = (long)Clock.Nanoseconds;
        Timespec date = isAbsolute ? Clock.RealTime : default;
        long left = then - (long)TimeSyscalls.ToNanoseconds(in date);
        return left > long.MaxValue - 1 - now ? long.MaxValue - 1 : now + left;
    }

    private Result<OpenFile> TakeTimer(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError || file.Value.Node is TimerFile)
        {
            return file;
        }

        file.Value.Release();
        return Errno.EINVAL;
    }
}
