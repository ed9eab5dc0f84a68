// Something that is to happen at a time: the end of a sleep, a signal of alarm, setitimer or timer_create.
// Scheduler.Start and Cancel; TimerList keeps them in order.
namespace Kernel.Scheduling;

public abstract class KernelTimer
{
    /// <summary>Nanoseconds since boot; of the last time when it is not started.</summary>
    public ulong Deadline { get; internal set; }

    public bool IsStarted { get; internal set; }

    internal KernelTimer? Next { get; set; }

    /// <summary>The time has come; the timer is not started any more. Interrupts are off, and this must not sleep.</summary>
    protected internal abstract void Expire();
}
