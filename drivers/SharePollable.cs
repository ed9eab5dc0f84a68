// What the idle loop sees of a share: worth spinning for as long as requests are in flight, and looked at now and then.
// The pollables of virtio-9p and of Xen's 9pfs derive from it.
namespace Drivers;

using Kernel.Scheduling;
using Kernel.Time;
using NinePFs;

internal abstract class SharePollable(Transport transport, DeviceWatch watch) : Pollable
{
    public sealed override bool IsExpected => InFlight != 0;

    public sealed override ulong NextCheck
    {
        get
        {
            if (InFlight == 0)
            {
                watch.Rest();
                return Scheduler.Never;
            }

            return watch.NextCheck(Clock.Nanoseconds);
        }
    }

    /// <summary>Requests that the other side has, or that wait for room.</summary>
    protected abstract int InFlight { get; }

    /// <summary>A Tclunk travels with the next request; when the processor has nothing else to do there is none.</summary>
    public sealed override bool Poll()
    {
        if (InFlight != 0)
        {
            transport.Requests.KickPending();
        }

        return transport.Poll();
    }
}
