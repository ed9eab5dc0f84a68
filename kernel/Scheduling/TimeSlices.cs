// Who has had the processor for how long, in ticks of the TSC; the scheduler tells it of every switch.
namespace Kernel.Scheduling;

using Kernel.Arch.X64;
using Kernel.Time;

internal sealed class TimeSlices
{
    private ulong _start = Cpu.ReadTimestampCounter();
    private ulong _idleTicks;
    private ulong _idleSince;
    private ClockScale _toNanoseconds;
    private bool _hasScale;

    /// <summary>Nanoseconds without anything to run, the present ones too.</summary>
    public ulong IdleTime => ToNanoseconds(_idleTicks + (_idleSince == 0 ? 0 : Cpu.ReadTimestampCounter() - _idleSince));

    /// <summary>Nanoseconds that the running thread's turn has taken.</summary>
    public ulong Length => ToNanoseconds(Cpu.ReadTimestampCounter() - _start);

    /// <summary>Nanoseconds that a thread has had the processor.</summary>
    public ulong TimeOf(Thread thread) =>
        ToNanoseconds(thread.ProcessorTicks + (thread == Current.Thread && _idleSince == 0 ? Cpu.ReadTimestampCounter() - _start : 0));

    /// <summary>The running thread leaves the processor to the next one.</summary>
    public void End(Thread self)
    {
        ulong now = Cpu.ReadTimestampCounter();
        self.ProcessorTicks += now - _start;
        _start = now;
    }

    /// <summary>There is no next one.</summary>
    public void BeginIdle() => _idleSince = _start;

    public void EndIdle()
    {
        _start = Cpu.ReadTimestampCounter();
        _idleTicks += _start - _idleSince;
        _idleSince = 0;
    }

    // Not before it is asked for: the clock is calibrated late in the boot.
    private ulong ToNanoseconds(ulong ticks)
    {
        if (!_hasScale)
        {
            _toNanoseconds = new ClockScale(Clock.TicksPerSecond, ClockScale.Nanosecond);
            _hasScale = true;
        }

        return _toNanoseconds.Convert(ticks);
    }
}
