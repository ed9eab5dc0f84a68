// The scheduler's use of the one-shot timer: armed for the nearest time that matters, left alone when nothing does.
namespace Kernel.Scheduling;

using Kernel.Interrupts;

/// <summary>Arming costs an exit from the VM, so a timer that fires too early is kept, and armed again when it has fired.</summary>
public sealed class QuantumTimer : InterruptHandler
{
    private readonly InterruptTable _interrupts;
    private OneShotTimer? _timer;
    private Scheduler _scheduler = null!;
    private ulong _armed = Scheduler.Never;

    public QuantumTimer(InterruptTable interrupts)
    {
        _interrupts = interrupts;
    }

    /// <summary>Timer interrupts since boot.</summary>
    public ulong Fired { get; private set; }

    public bool IsOpen => _timer != null;

    /// <summary>Makes the timer; until then nothing fires.</summary>
    internal void Open() => _timer = new OneShotTimer(_interrupts, this);

    internal void SetScheduler(Scheduler scheduler) => _scheduler = scheduler;

    /// <summary>An interrupt at this time in nanoseconds since boot, or earlier.</summary>
    internal void Want(ulong deadline)
    {
        if (deadline < _armed && _timer != null)
        {
            _armed = deadline;
            _timer.Arm(deadline);
        }
    }

    /// <summary>Called by the interrupt table.</summary>
    public override void Handle()
    {
        Fired++;
        _armed = Scheduler.Never;
        _scheduler.TimerFired();
    }
}
