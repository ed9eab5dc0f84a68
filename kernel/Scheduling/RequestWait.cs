// How the threads of the app wait for 9P replies: RequestWaiter over the scheduler. Virtio9P and Xen9P make one each.
namespace Kernel.Scheduling;

using Kernel.Abi;
using Kernel.Time;
using NinePFs.Requests;

/// <summary>One queue per tag, so that a reply wakes just the thread that waits for it. No signal that is not fatal ends these sleeps.</summary>
public sealed class RequestWait : RequestWaiter
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

    public override bool IsCallerDying => Current.Thread.IsDying;

    public override Errno Wait(Request request, WaitLimit limit)
    {
        ulong deadline = DeadlineOf(limit);
        Errno error = Errno.None;
        while (!request.IsDone && error == Errno.None)
        {
            error = Sleep(_waiting[request.Tag], limit, deadline);
        }

        return request.IsDone ? Errno.None : error;
    }

    public override Errno WaitForFreeRequest(WaitLimit limit) => Sleep(_waitingForFree, limit, DeadlineOf(limit));

    public override void Wake(Request request)
    {
        _waiting[request.Tag].WakeAll();
        _waitingForFree.WakeAll();
    }

    private Errno Sleep(ThreadQueue queue, WaitLimit limit, ulong deadline) =>
        limit == WaitLimit.Death ? _scheduler.BlockUntilKilled(queue) : _scheduler.BlockAtMost(queue, deadline);

    private static ulong DeadlineOf(WaitLimit limit) => limit == WaitLimit.Patience ? Clock.Nanoseconds + Patience : Scheduler.Never;
}
