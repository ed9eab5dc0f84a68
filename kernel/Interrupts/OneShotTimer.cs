// The processor's timer as the scheduler uses it: one interrupt at one moment.
namespace Kernel.Interrupts;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Time;

/// <summary>
/// May fire early: a far deadline is cut to what the counter holds, and rounding can cost some nanoseconds. The handler looks at
/// the clock and arms again.
/// </summary>
public sealed class OneShotTimer
{
    /// <summary>Two seconds: a bus clock of 16 GHz still fits its divided count into 32 bits.</summary>
    private const ulong LongestDelay = 2 * ClockScale.Nanosecond;

    private readonly byte _vector;
    private bool _usesDeadline;
    private ClockScale _scale;

    /// <param name="handler">Called at the deadline.</param>
    public OneShotTimer(InterruptTable interrupts, InterruptHandler handler)
    {
        Result<byte> vector = interrupts.Allocate(handler);
        if (vector.IsError)
        {
            Panic.Stop("timer: no vector left"u8);
        }

        _vector = vector.Value;
    }

    /// <summary>Whether it runs.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Sets the timer up, which needs the calibrated clock. Before the first <see cref="Arm"/>; again it does nothing.</summary>
    public void Open()
    {
        if (IsOpen)
        {
            return;
        }

        IsOpen = true;
        _usesDeadline = Cpuid.HasTscDeadline;
        if (!_usesDeadline)
        {
            _scale = new ClockScale(ClockScale.Nanosecond, Clock.TimerTicksPerSecond);
        }

        Lapic.ConfigureTimer(_vector, _usesDeadline);
    }

    /// <summary>Interrupts at a time of <see cref="Clock.Nanoseconds"/>, at once when it has passed; replaces an earlier deadline.</summary>
    public void Arm(ulong deadlineNanoseconds)
    {
        ulong now = Clock.Nanoseconds;
        ulong delay = deadlineNanoseconds > now ? Math.Min(deadlineNanoseconds - now, LongestDelay) : 0;
        if (_usesDeadline)
        {
            Msr.Write(Msr.TscDeadline, Clock.TimestampAt(now + delay));
            return;
        }

        Lapic.StartTimer((uint)_scale.Convert(delay) + 1);
    }
}
