// Where the parts of a virtqueue lie in its memory (virtio 1.2 §2.6); QueueFormat makes one per queue, transports tell the device.
namespace Drivers.Virtio;

/// <summary>
/// The three areas of the ring, then one indirect table per slot. Every request uses one descriptor of the ring, whose table
/// holds its segments.
/// </summary>
public abstract class QueueLayout
{
    /// <summary>Bytes of one descriptor, in either format (§2.7.5, §2.8.13).</summary>
    public const int DescriptorBytes = 16;

    /// <summary>Descriptors that QEMU handles in one request, whatever the size of the ring (VIRTQUEUE_MAX_SIZE).</summary>
    public const int MostSegments = 1024;

    private const int TableAlignment = 64;

    private readonly int _tableStride;

    /// <param name="size">Descriptors in the ring.</param>
    /// <param name="slots">Requests that can be out at once, 1 to <paramref name="size"/>.</param>
    /// <param name="segments">Entries of each indirect table.</param>
    /// <param name="ringLength">Bytes of the three areas.</param>
    protected QueueLayout(int size, int slots, int segments, int ringLength)
    {
        Size = size;
        Slots = slots;
        Segments = segments;
        RingLength = AlignUp(ringLength, TableAlignment);
        _tableStride = AlignUp(segments * DescriptorBytes, TableAlignment);
        Length = RingLength + (slots * _tableStride);
    }

    public int Size { get; }

    public int Slots { get; }

    public int Segments { get; }

    /// <summary>Offset of the descriptors.</summary>
    public int DescriptorArea => 0;

    /// <summary>Offset of what else the driver writes.</summary>
    public abstract int DriverArea { get; }

    /// <summary>Offset of what else the device writes.</summary>
    public abstract int DeviceArea { get; }

    /// <summary>Bytes before the first table; they have to be zero when the device starts.</summary>
    public int RingLength { get; }

    /// <summary>Bytes of memory that the queue needs.</summary>
    public int Length { get; }

    public int DescriptorAt(int index) => index * DescriptorBytes;

    public int TableAt(int slot) => RingLength + (slot * _tableStride);

    protected static int AlignUp(int value, int alignment) => (value + alignment - 1) & ~(alignment - 1);
}
