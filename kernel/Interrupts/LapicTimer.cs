// The local APIC's timer: one interrupt at one moment. PcBoard makes it, XenBoard where Xen's own timer cannot be had.
namespace Kernel.Interrupts;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Time;

/// <summary>Fires early when the deadline is farther away than the counter holds, or by some nanoseconds because of rounding.</summary>
public sealed class LapicTimer : OneShotTimer
{
    /// <summary>Two seconds: a bus clock of 16 GHz still fits its divided count into 32 bits.</summary>
    private const ulong LongestDelay = 2 * ClockScale.Nanosecond;

    private readonly InterruptTable _interrupts;
    private byte _vector;
    private bool _usesDeadline;
    private ClockScale _scale;

    public LapicTimer(InterruptTable interrupts)
    {
        _interrupts = interrupts;
    }

    public override void Connect(InterruptHandler handler)
    {
        Result<byte> vector = _interrupts.Allocate(handler);
        if (vector.IsError)
        {
            Panic.Stop("timer: no vector left"u8);
        }

        _vector = vector.Value;
    }

    protected override void Start()
    {
        _usesDeadline = Cpuid.HasTscDeadline;
        if (!_usesDeadline)
        {
            _scale = new ClockScale(ClockScale.Nanosecond, Clock.TimerTicksPerSecond);
        }

        Lapic.ConfigureTimer(_vector, _usesDeadline);
    }

    public override void Arm(ulong deadlineNanoseconds)
    {
        ulong now = Clock.Nanoseconds;
        ulong delay = deadlineNanoseconds > now ? Math.Min(deadlineNanoseconds - now, LongestDelay) : 0;
        if (_usesDeadline)
        {
            Msr.Write(Msr.TscDeadline, Clock.TimestampAfter(delay));
            return;
        }

        Lapic.StartTimer((uint)_scale.Convert(delay) + 1);
    }
}
