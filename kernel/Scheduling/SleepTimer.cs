// The time at which a thread's sleep ends by itself. The scheduler has one for each thread, started while it sleeps with a deadline.
namespace Kernel.Scheduling;

internal sealed class SleepTimer(Scheduler scheduler, Thread thread) : KernelTimer
{
    protected internal override void Expire() => scheduler.TimeOut(thread);
}
