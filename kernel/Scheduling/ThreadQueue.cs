// The kernel's wait queue: what pipes, locks, consoles, futexes and 9P requests sleep in.
namespace Kernel.Scheduling;

using Kernel.Abi;
using Vfs;

/// <summary>A queue of blocked threads, first in first out.</summary>
public sealed class ThreadQueue : WaitQueue
{
    private readonly Scheduler _scheduler;
    private readonly bool _isForDevices;

    /// <param name="isForDevices">Threads that wake up here run before others that are ready: they held up a device.</param>
    public ThreadQueue(Scheduler scheduler, bool isForDevices = false)
    {
        _scheduler = scheduler;
        _isForDevices = isForDevices;
        Threads = new ThreadList();
    }

    internal ThreadList Threads { get; }

    /// <summary>Sleeps until <see cref="WakeAll"/> or until a signal (EINTR).</summary>
    public override Errno Wait() => _scheduler.BlockUntil(this, Scheduler.Never);

    public override Errno WaitUntil(ulong deadline) => _scheduler.BlockUntil(this, deadline);

    public override void WakeAll()
    {
        while (Threads.First != null)
        {
            _scheduler.Wake(Threads.First, _isForDevices);
        }

        _scheduler.WakePollers();
    }
}
