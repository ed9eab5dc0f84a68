// The PC's 8254 timer as a yardstick: its frequency is known, so the TSC's can be measured against it. Used once, by Clock.
namespace Kernel.Time;

using Kernel.Arch.X64;

/// <summary>Counter 0 counts down from 65535 in mode 0 while the kernel boots; its interrupt stays masked (Intel 8254).</summary>
public static class IntervalTimer
{
    private const ulong Frequency = 1_193_182;
    private const uint FullCount = 0xFFFF;

    private const ushort Counter0 = 0x40;
    private const ushort Control = 0x43;

    private const byte Counter0Mode0 = 0x30;
    private const byte LatchCounter0AndStatus = 0xC2;
    private const byte OutputHigh = 0x80;

    /// <summary>How often an unchanged count is read before the timer is taken to be absent.</summary>
    private const int Patience = 1000;

    private const int Attempts = 4;

    private static Sample s_start;

    public static void Start()
    {
        Port.Out8(Control, Counter0Mode0);
        Port.Out8(Counter0, (byte)(FullCount & 0xFF));
        Port.Out8(Counter0, (byte)(FullCount >> 8));
        s_start = ReadBest();
    }

    /// <summary>Ticks of the TSC per second over the time since <see cref="Start"/>, or since a new start when the counter has run out.</summary>
    /// <param name="shortestNanoseconds">Waits until the window has this length.</param>
    /// <returns>0 when there is no such timer.</returns>
    public static ulong MeasureTscFrequency(ulong shortestNanoseconds)
    {
        uint shortest = (uint)(shortestNanoseconds * Frequency / ClockScale.Nanosecond);
        uint last = uint.MaxValue;
        for (int unchanged = 0; unchanged < Patience;)
        {
            Sample now = ReadBest();
            if (!now.IsRunning || !s_start.IsRunning)
            {
                // More than 55 ms have passed and nobody can say how much more; or the bus is empty and reads as ones.
                Start();
                unchanged++;
                continue;
            }

            uint elapsed = now.Count - s_start.Count;
            if (elapsed >= shortest)
            {
                return new ClockScale(elapsed, Frequency).Convert(now.Timestamp - s_start.Timestamp);
            }

            unchanged = elapsed == last ? unchanged + 1 : 0;
            last = elapsed;
        }

        return 0;
    }

    /// <summary>The reading that took least time: the others were held up by the host or by code that ran for the first time.</summary>
    private static Sample ReadBest()
    {
        Sample best = Read();
        for (int attempt = 1; attempt < Attempts; attempt++)
        {
            Sample other = Read();
            best = other.Width < best.Width ? other : best;
        }

        return best;
    }

    private static Sample Read()
    {
        ulong before = Cpu.ReadTimestampCounter();
        Port.Out8(Control, LatchCounter0AndStatus);
        ulong width = Cpu.ReadTimestampCounter() - before;
        byte status = Port.In8(Counter0);
        uint count = Port.In8(Counter0);
        count |= (uint)Port.In8(Counter0) << 8;
        return new Sample
        {
            Timestamp = before + width / 2,
            Width = width,
            Count = FullCount - count,
            IsRunning = (status & OutputHigh) == 0,
        };
    }

    private struct Sample
    {
        /// <summary>The TSC when the counter was latched, give or take half of <see cref="Width"/>.</summary>
        public ulong Timestamp;
        public ulong Width;

        /// <summary>Ticks of the counter since it was started.</summary>
        public uint Count;

        /// <summary>False when the counter has passed zero.</summary>
        public bool IsRunning;
    }
}
