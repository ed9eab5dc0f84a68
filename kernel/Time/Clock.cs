// The system's time: monotonic nanoseconds from the TSC, and the date. Everybody reads it; the board starts it.
namespace Kernel.Time;

using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Interrupts;

/// <summary>
/// The TSC's frequency is measured against the PC's timer while the kernel boots, so that finding it out costs no waiting of its own;
/// or the hypervisor's clock is followed. One CPU, one clock: static.
/// </summary>
public static class Clock
{
    /// <summary>A shorter window would make the clock wrong by more than some hundredths of a percent.</summary>
    private const ulong ShortestWindow = 2_000_000;

    private static HostClock? s_host;
    private static ulong s_hostStart;
    private static ulong s_start;
    private static ulong s_frequency;
    private static ulong s_timerFrequency;
    private static ClockScale s_toNanoseconds;
    private static ClockScale s_toTicks;
    private static bool s_isWallRead;
    private static long s_wallSeconds;
    private static long s_wallNanoseconds;
    private static ulong s_toldMicroseconds;

    /// <summary>Time since the kernel's first instruction; never goes back.</summary>
    public static ulong Nanoseconds
    {
        get
        {
            if (s_host != null)
            {
                return s_host.Nanoseconds - s_hostStart;
            }

            if (s_frequency == 0)
            {
                FinishCalibration();
            }

            return s_toNanoseconds.Convert(Cpu.ReadTimestampCounter() - s_start);
        }
    }

    /// <summary>The date: the host's, or from the PC's clock when it is first asked for and <see cref="Nanoseconds"/> since; 1970 when there is neither.</summary>
    public static Timespec RealTime
    {
        get
        {
            if (s_host != null)
            {
                return s_host.RealTime;
            }

            if (!s_isWallRead)
            {
                s_isWallRead = true;
                ReadWallClock();
            }

            ulong now = Nanoseconds;
            long nanoseconds = s_wallNanoseconds + (long)(now % ClockScale.Nanosecond);
            long carry = nanoseconds >= (long)ClockScale.Nanosecond ? 1 : 0;
            return new Timespec(s_wallSeconds + (long)(now / ClockScale.Nanosecond) + carry, nanoseconds - carry * (long)ClockScale.Nanosecond);
        }
    }

    /// <summary>The date at time 0, where it is this clock that keeps the date.</summary>
    public static Timespec RealTimeOfBoot
    {
        get
        {
            _ = RealTime;
            return new Timespec(s_wallSeconds, s_wallNanoseconds);
        }
    }

    /// <summary>How <see cref="Nanoseconds"/> follow from the TSC, for code that reads it in ring 3; false when a hypervisor keeps the time.</summary>
    /// <param name="start">The TSC at time 0.</param>
    public static bool TryGetScale(out ClockScale scale, out ulong start)
    {
        _ = Nanoseconds;
        scale = s_toNanoseconds;
        start = s_start;
        return s_host == null && scale.Shift < 128;
    }

    /// <summary>Of the TSC.</summary>
    public static ulong TicksPerSecond
    {
        get
        {
            if (s_frequency == 0)
            {
                FinishCalibration();
            }

            return s_frequency;
        }
    }

    /// <summary>Of the local APIC's counter as <see cref="Lapic"/> divides it; not for processors that compare the TSC itself with a deadline.</summary>
    public static ulong TimerTicksPerSecond
    {
        get
        {
            if (s_timerFrequency == 0)
            {
                _ = TicksPerSecond;
                MeasureTimer();
            }

            return s_timerFrequency;
        }
    }

    /// <summary>Starts the measurement: as early in the boot as can be.</summary>
    /// <param name="entryTimestamp">The TSC at the kernel's first instruction, which becomes time 0.</param>
    public static void BeginCalibration(ulong entryTimestamp)
    {
        s_start = entryTimestamp;
        IntervalTimer.Start();
    }

    /// <summary>What the run script says of the date, before anybody asks for it (<see cref="BootDate"/>).</summary>
    public static void Tell(ulong microseconds) => s_toldMicroseconds = microseconds;

    /// <summary>Takes the time from the hypervisor instead.</summary>
    /// <param name="entryTimestamp">As for <see cref="BeginCalibration"/>.</param>
    public static void Follow(HostClock host, ulong entryTimestamp)
    {
        s_start = entryTimestamp;
        SetFrequency(host.TicksPerSecond);
        s_hostStart = host.Nanoseconds - s_toNanoseconds.Convert(Cpu.ReadTimestampCounter() - entryTimestamp);
        s_host = host;
    }

    /// <summary>Ends it; waits only when fewer than two milliseconds have passed.</summary>
    public static void FinishCalibration()
    {
        if (s_frequency != 0)
        {
            return;
        }

        ulong frequency = HypervisorClock.FindTscFrequency();
        if (frequency == 0)
        {
            frequency = IntervalTimer.MeasureTscFrequency(ShortestWindow);
        }

        if (frequency == 0)
        {
            frequency = HypervisorClock.GuessTscFrequency();
            Log.Write(LogLevel.Warning, "clock: no timer to measure the TSC with, taking Hz "u8, frequency);
        }

        SetFrequency(frequency);
    }

    private static void SetFrequency(ulong frequency)
    {
        s_frequency = frequency;
        s_toNanoseconds = new ClockScale(frequency, ClockScale.Nanosecond);
        s_toTicks = new ClockScale(ClockScale.Nanosecond, frequency);
        Log.Write(LogLevel.Debug, "clock: TSC kHz "u8, frequency / 1000);
    }

    private static void ReadWallClock()
    {
        long seconds = WallClock.Read();
        if (seconds < 0)
        {
            Log.Write(LogLevel.Warning, "clock: no real-time clock, the date is 1970"u8);
            return;
        }

        Timespec boot = BootDate.Find(seconds, Nanoseconds, s_toldMicroseconds);
        s_wallSeconds = boot.Seconds;
        s_wallNanoseconds = boot.Nanoseconds;
    }

    /// <summary>What the TSC will read so many nanoseconds from now.</summary>
    public static ulong TimestampAfter(ulong nanoseconds) => Cpu.ReadTimestampCounter() + s_toTicks.Convert(nanoseconds);

    /// <summary>What the <see cref="HostClock"/> reads at a time of <see cref="Nanoseconds"/>.</summary>
    public static ulong HostTimeAt(ulong nanoseconds) => s_hostStart + nanoseconds;

    /// <summary>The time of <see cref="Nanoseconds"/> at which the TSC read <paramref name="timestamp"/>.</summary>
    public static ulong NanosecondsAt(ulong timestamp) => s_toNanoseconds.Convert(timestamp - s_start);

    private static void MeasureTimer()
    {
        ulong elapsed;
        uint count;
        do
        {
            count = Lapic.ReadCalibrationCount(out elapsed);
        }
        while (s_toNanoseconds.Convert(elapsed) < ShortestWindow / 2);
        s_timerFrequency = new ClockScale(elapsed, s_frequency).Convert(count);
        if (s_timerFrequency == 0)
        {
            Panic.Stop("clock: the local APIC's timer does not count"u8);
        }
    }
}
