// The scheduler's use of the one-shot timer: armed for the nearest time that matters, left alone when nothing does.
namespace Kernel.Scheduling;

using Kernel.Interrupts;

/// <summary>Arming costs an exit from the VM, so a timer that fires too early is kept, and armed again when it has fired.</summary>
public sealed class QuantumTimer : InterruptHandler
{
    private readonly OneShotTimer _timer;
    private Scheduler _scheduler = null!;
    private ulong _armed = Scheduler.Never;

    public QuantumTimer(OneShotTimer timer)
    {
        _timer = timer;
        timer.Connect(this);
    }

    /// <summary>Timer interrupts since boot.</summary>
    public ulong Fired { get; private set; }

    public bool IsOpen => _timer.IsOpen;

    /// <summary>Sets the timer up if that was not done before; until then nothing fires.</summary>
    internal void Open() => _timer.Open();

    internal void SetScheduler(Scheduler scheduler) => _scheduler = scheduler;

    /// <summary>An interrupt at this time in nanoseconds since boot, or earlier.</summary>
    internal void Want(ulong deadline)
    {
        if (deadline < _armed && _timer.IsOpen)
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
