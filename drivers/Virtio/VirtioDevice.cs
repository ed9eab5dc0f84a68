// What a request queue needs from the device behind it once it runs; NegotiatedDevice provides it, and the fake device of the tests.
namespace Drivers.Virtio;

public abstract class VirtioDevice
{
    /// <summary>Tells the device that queue 0 has new chains (virtio 1.2 §4.1.5.2).</summary>
    /// <param name="position">Where the next chain will go, as §2.9 says; heard only with VIRTIO_F_NOTIFICATION_DATA.</param>
    public abstract void Notify(ushort position);

    /// <summary>True when the device has given up and wants a reset (DEVICE_NEEDS_RESET, §2.1.2), or is gone.</summary>
    public abstract bool NeedsReset();

    /// <summary>Resets the device, so that it lets go of all memory; waits for it, but not for ever.</summary>
    /// <returns>True when it has let go, or is gone. False: it may still write, its memory must never be used for anything else.</returns>
    public abstract bool Stop();

    /// <summary>
    /// Sets the device up as it was before <see cref="Stop"/>: the same features, the same queue (zeroed by the caller), the same vectors.
    /// </summary>
    /// <returns>False when it refuses any of that; it is not running then.</returns>
    public abstract bool Restart();
}
