// How the threads of the app wait for 9P replies: the scheduler's half of Transport.Wait, WaitForFreeRequest and Wake.
// Virtio9P calls it.
namespace Kernel.Scheduling;

using NinePFs.Requests;

/// <summary>One queue per tag, so that a reply wakes just the thread that waits for it. These sleeps end with the reply only.</summary>
public sealed class RequestWait
{
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

    /// <summary>Sleeps until the request is done.</summary>
    public void Wait(Request request)
    {
        while (!request.IsDone)
        {
            _scheduler.Block(_waiting[request.Tag]);
        }
    }

    /// <summary>Sleeps until a request is done or given back; the caller looks again.</summary>
    public void WaitForFreeRequest() => _scheduler.Block(_waitingForFree);

    public void Wake(Request request)
    {
        _waiting[request.Tag].WakeAll();
        _waitingForFree.WakeAll();
    }
}
