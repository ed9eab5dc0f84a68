// Where the parts of a split virtqueue lie in its memory (virtio 1.2 §2.7); SplitQueue reads and writes them.
namespace Drivers.Virtio;

/// <summary>Descriptor table, available ring, used ring; the legacy layout only differs in where the used ring begins (§2.7.2).</summary>
public sealed class SplitLayout : QueueLayout
{
    /// <summary>What a modern device asks of its used ring (§2.7).</summary>
    public const int ModernAlignment = 4;

    /// <summary>A legacy device is told one page number and finds the used ring on the next page boundary (§2.7.2).</summary>
    public const int LegacyAlignment = 4096;

    private readonly int _used;

    /// <param name="size">Descriptors in the ring, a power of two from 1 to 32768; for a legacy device its own size.</param>
    /// <param name="slots">Requests that can be out at once, 1 to <paramref name="size"/>.</param>
    /// <param name="segments">Entries of each indirect table.</param>
    /// <param name="alignment">Of the used ring: <see cref="ModernAlignment"/> or <see cref="LegacyAlignment"/>.</param>
    public SplitLayout(int size, int slots, int segments, int alignment)
        : base(size, slots, segments, UsedOf(size, alignment) + 4 + (8 * size) + 2)
    {
        _used = UsedOf(size, alignment);
    }

    /// <summary>Offset of the available ring: flags 2, idx 2, ring of 2 each, used_event 2 (§2.7.6).</summary>
    public override int DriverArea => Size * DescriptorBytes;

    /// <summary>Offset of the used ring: flags 2, idx 2, ring of {id 4, len 4}, avail_event 2 (§2.7.8).</summary>
    public override int DeviceArea => _used;

    public int AvailableIndex => DriverArea + 2;

    public int UsedEvent => DriverArea + 4 + (2 * Size);

    public int UsedIndex => DeviceArea + 2;

    public int AvailableEvent => DeviceArea + 4 + (8 * Size);

    public int AvailableAt(int position) => DriverArea + 4 + (2 * position);

    public int UsedAt(int position) => DeviceArea + 4 + (8 * position);

    private static int UsedOf(int size, int alignment) => AlignUp((size * DescriptorBytes) + 4 + (2 * size) + 2, alignment);
}
