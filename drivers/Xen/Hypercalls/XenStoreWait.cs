// Waits for xenstored in the kernel: Xen wakes the processor up when the store's port is rung. XenBoard makes it.
namespace Drivers.Xen.Hypercalls;

using Drivers.Xen.Store;

public sealed class XenStoreWait(XenEventChannels channels, uint port, XenClock clock) : StoreWait
{
    public override ulong Now => clock.Nanoseconds;

    public override void Wait(ulong deadline)
    {
        XenScheduler.Poll(port, deadline);

        // Whoever calls looks at the ring now: an event from here on is a new one.
        channels.Words.ClearPending(port);
    }

    public override void Raise() => channels.Raise(port);
}
