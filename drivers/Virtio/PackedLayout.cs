// Where the parts of a packed virtqueue lie in its memory (virtio 1.2 §2.8); PackedQueue reads and writes them.
namespace Drivers.Virtio;

/// <summary>One ring of descriptors that both sides write, and for each side a word on when it wants to be disturbed.</summary>
public sealed class PackedLayout : QueueLayout
{
    // The structures are 4 bytes long; each has 8, so that one aligned load reads it whole.
    private const int EventBytes = 8;

    /// <param name="size">Descriptors in the ring, 1 to 32768; no power of two is asked for (§2.8.10.1).</param>
    /// <param name="slots">Requests that can be out at once, 1 to <paramref name="size"/>.</param>
    /// <param name="segments">Entries of each indirect table.</param>
    public PackedLayout(int size, int slots, int segments)
        : base(size, slots, segments, (size * DescriptorBytes) + (2 * EventBytes))
    {
    }

    /// <summary>Offset of the driver's event suppression: desc 2 (offset 15 bits, wrap 1), flags 2 (§2.8.14).</summary>
    public override int DriverArea => Size * DescriptorBytes;

    /// <summary>Offset of the device's event suppression, of the same form.</summary>
    public override int DeviceArea => DriverArea + EventBytes;
}
