// The two interrupts of a virtio-9p device: answers in the queue, and a change of the device's state. ShareInterrupts allocates them.
namespace Drivers.Virtio;

using Drivers.Pci;
using Kernel.Interrupts;

internal sealed class ShareInterrupt : InterruptHandler
{
    private readonly bool _isForQueue;

    public ShareInterrupt(bool isForQueue)
    {
        _isForQueue = isForQueue;
    }

    /// <summary>Set once the device runs; an interrupt before that is nothing.</summary>
    public Virtio9P? Transport { get; set; }

    /// <summary>Who can mask it: set for MSI-X alone. A line is shared, and masked where it is handled.</summary>
    public MsiX? Messages { get; set; }

    /// <summary>Its entry there.</summary>
    public ushort Entry { get; set; }

    public override void Handle()
    {
        if (IsStorm())
        {
            Messages?.Mask(Entry);
        }
    }

    /// <summary>Does what the interrupt is for.</summary>
    /// <returns>True when there is no end to them: somebody has to mask it.</returns>
    public bool IsStorm() => Transport is not null && (_isForQueue ? Transport.HandleInterrupt() : Transport.HandleChange());
}
