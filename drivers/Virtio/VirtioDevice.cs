// What a request queue needs from the device behind it once it runs; VirtioPci provides it, and the fake device of the tests.
namespace Drivers.Virtio;

public abstract class VirtioDevice
{
    /// <summary>Tells the device that queue 0 has new chains (virtio 1.2 §4.1.5.2).</summary>
    public abstract void Notify();

    /// <summary>True when the device has given up and wants a reset (DEVICE_NEEDS_RESET, §2.1.2), or is gone.</summary>
    public abstract bool NeedsReset();

    /// <summary>Makes the device let go of all memory: when this returns it neither reads nor writes any.</summary>
    public abstract void Stop();
}
