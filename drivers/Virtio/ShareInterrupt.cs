// The two interrupts of a virtio-9p device: answers in the queue, and a change of the device's state. Share allocates them.
namespace Drivers.Virtio;

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

    public override void Handle()
    {
        if (_isForQueue)
        {
            Transport?.HandleInterrupt();
        }
        else
        {
            Transport?.CheckDevice();
        }
    }
}
