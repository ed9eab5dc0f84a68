// How the threads of the app wait for 9P replies: the scheduler's half of Transport.Wait, WaitForFreeRequest and Wake.
// Virtio9P calls it.
namespace Kernel.Scheduling;

using Kernel.Abi;
using Kernel.Time;
using NinePFs;
using NinePFs.Requests;

/// <summary>One queue per tag, so that a reply wakes just the thread that waits for it. No signal that is not fatal ends these sleeps.</summary>
public sealed class RequestWait
{
    /// <summary>Nanoseconds in which a server has to say that it forgets a request. QEMU first ends what it is doing.</summary>
    private const ulong Patience = 10_000_000_000;

    private readonly Scheduler _scheduler;
    private readonly ThreadQueue[] _waiting;
    private readonly ThreadQueue _waitingForFree;

    /// <param name="requestLimit">Requests of the transport; tags are below it.</param>
    public RequestWait(Scheduler scheduler, int requestLimit)
    {
        _scheduler = scheduler;
        _waitingForFree = new ThreadQueue(scheduler, isForDevices: true);
        _waiting = new ThreadQueue[requestLimit];
        for (int tag = 0; tag < requestLimit; tag++)
        {
            _waiting[tag] = new ThreadQueue(scheduler, isForDevices: true);
        }
    }

    public static bool IsCallerDying => Current.Thread.IsDying;

    /// <summary>Sleeps until the request is done.</summary>
    public void Wait(Request request)
    {
        while (!request.IsDone)
        {
            _scheduler.Block(_waiting[request.Tag]);
        }
    }

    /// <summary>As the other, but ends with EINTR or ETIMEDOUT too.</summary>
    public Errno Wait(Request request, WaitLimit limit)
    {
        ThreadQueue queue = _waiting[request.Tag];
        ulong deadline = limit == WaitLimit.Patience ? Clock.Nanoseconds + Patience : Scheduler.Never;
        Errno error = Errno.None;
        while (!request.IsDone && error == Errno.None)
        {
            error = limit == WaitLimit.Death ? _scheduler.BlockUntilKilled(queue) : _scheduler.BlockAtMost(queue, deadline);
        }

        return request.IsDone ? Errno.None : error;
    }

    /// <summary>Sleeps until a request is done or given back; the caller looks again.</summary>
    public void WaitForFreeRequest() => _scheduler.Block(_waitingForFree);

    /// <summary>As the other, but false when a server would have had to answer meanwhile.</summary>
    public bool TryWaitForFreeRequest() => _scheduler.BlockAtMost(_waitingForFree, Clock.Nanoseconds + Patience) != Errno.ETIMEDOUT;

    public void Wake(Request request)
    {
        _waiting[request.Tag].WakeAll();
        _waitingForFree.WakeAll();
    }
}
