// Makes the wait queues of the VFS while KernelMain puts the system together.
namespace Kernel.Scheduling;

using Vfs;

public sealed class ThreadQueueFactory : WaitQueueFactory
{
    private readonly Scheduler _scheduler;

    public ThreadQueueFactory(Scheduler scheduler)
    {
        _scheduler = scheduler;
    }

    public override WaitQueue Create() => new ThreadQueue(_scheduler);
}
