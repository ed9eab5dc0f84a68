// Where the parts of a split virtqueue lie in its memory (virtio 1.2 §2.7); made once per queue, read by SplitQueue and ChainWriter.
namespace Drivers.Virtio;

/// <summary>
/// Descriptor table, available ring, used ring, then one indirect table per descriptor. Every request uses one descriptor,
/// whose table holds its segments.
/// </summary>
public sealed class QueueLayout
{
    /// <summary>Bytes of one descriptor: address 8, length 4, flags 2, next 2 (§2.7.5).</summary>
    public const int DescriptorBytes = 16;

    private const int TableAlignment = 64;

    /// <param name="size">Descriptors in the ring, a power of two from 1 to 32768.</param>
    /// <param name="segments">Entries of each indirect table.</param>
    /// <param name="usedAlignment">Bytes, a power of two from 4; legacy devices compute the place of the used ring by theirs.</param>
    public QueueLayout(int size, int segments, int usedAlignment = 4)
    {
        Size = size;
        Segments = segments;
        Available = size * DescriptorBytes;
        Used = AlignUp(UsedEvent + 2, usedAlignment);
        _tables = AlignUp(AvailableEvent + 2, TableAlignment);
        _tableStride = AlignUp(segments * DescriptorBytes, TableAlignment);
        Length = _tables + (size * _tableStride);
    }

    private readonly int _tables;

    private readonly int _tableStride;

    public int Size { get; }

    public int Segments { get; }

    /// <summary>Offset of the descriptor table.</summary>
    public int Descriptors => 0;

    /// <summary>Offset of the available ring: flags 2, idx 2, ring of 2 each, used_event 2 (§2.7.6).</summary>
    public int Available { get; }

    public int AvailableIndex => Available + 2;

    public int UsedEvent => Available + 4 + (2 * Size);

    /// <summary>Offset of the used ring: flags 2, idx 2, ring of {id 4, len 4}, avail_event 2 (§2.7.8).</summary>
    public int Used { get; }

    public int UsedIndex => Used + 2;

    public int AvailableEvent => Used + 4 + (8 * Size);

    /// <summary>Bytes of memory that the queue needs.</summary>
    public int Length { get; }

    public int DescriptorAt(int index) => index * DescriptorBytes;

    public int AvailableAt(int position) => Available + 4 + (2 * position);

    public int UsedAt(int position) => Used + 4 + (8 * position);

    public int TableAt(int slot) => _tables + (slot * _tableStride);

    private static int AlignUp(int value, int alignment) => (value + alignment - 1) & ~(alignment - 1);
}
