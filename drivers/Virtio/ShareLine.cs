// A virtio-9p device on an interrupt line: asks it why and does what its two MSI-X vectors would do. ShareInterrupts connects it.
namespace Drivers.Virtio;

using Kernel.Interrupts;

internal sealed class ShareLine(NegotiatedDevice device, ShareInterrupt configuration, ShareInterrupt queue) : LineHandler
{
    public override bool Handle()
    {
        InterruptCauses causes = device.TakeInterrupt();
        if ((causes & InterruptCauses.Queue) != 0)
        {
            queue.Handle();
        }

        if ((causes & InterruptCauses.Configuration) != 0)
        {
            configuration.Handle();
        }

        return causes != InterruptCauses.None;
    }
}
