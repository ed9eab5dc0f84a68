// The memory that a virtqueue lives in, as both kinds of Queue see it: offsets, not pointers. The kernel puts DMA pages behind it
// (QueuePages), the tests an array on which a fake device plays the other side.
namespace Drivers.Virtio;

/// <summary>
/// Used only as a constraint on structs, so that every call is compiled to a plain load or store. Each read happens exactly
/// once, in program order: the other side may change the memory at any time.
/// </summary>
public interface IQueueMemory
{
    /// <summary>Guest-physical address of the byte at <paramref name="offset"/>.</summary>
    ulong AddressOf(int offset);

    ushort Read16(int offset);

    ulong Read64(int offset);

    /// <summary>Writes after all earlier writes have become visible.</summary>
    void Write16(int offset, ushort value);

    void Write64(int offset, ulong value);

    /// <summary>Orders earlier writes before later reads: the one reordering that x86-64 does by itself.</summary>
    void Barrier();
}
