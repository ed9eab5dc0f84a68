// A virtio-9p device on an interrupt line: asks it why and does what its two MSI-X vectors would do. ShareInterrupts connects it.
namespace Drivers.Virtio;

using Kernel.Interrupts;

internal sealed class ShareLine(NegotiatedDevice device, ShareInterrupt configuration, ShareInterrupt queue) : LineHandler
{
    public override LineAnswer Handle()
    {
        InterruptCauses causes = device.TakeInterrupt();
        bool isStorm = (causes & InterruptCauses.Queue) != 0 && queue.IsStorm();
        isStorm |= (causes & InterruptCauses.Configuration) != 0 && configuration.IsStorm();
        return isStorm ? LineAnswer.Storm : causes != InterruptCauses.None ? LineAnswer.Mine : LineAnswer.NotMine;
    }
}
