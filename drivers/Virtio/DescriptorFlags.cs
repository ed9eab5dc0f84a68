// Flag bits of descriptors and rings; the queues write them, the fake device of the tests reads them.
namespace Drivers.Virtio;

using System;

/// <summary>VIRTQ_DESC_F_* (virtio 1.2 §2.7.5, §2.8.1).</summary>
[Flags]
public enum DescriptorFlags : ushort
{
    None = 0,
    Next = 1,

    /// <summary>The device writes this buffer; without it the device reads.</summary>
    Write = 2,

    /// <summary>The buffer is a table of descriptors (§2.7.5.3).</summary>
    Indirect = 4,

    /// <summary>Packed: the driver's wrap counter when it posted the descriptor.</summary>
    Available = 1 << 7,

    /// <summary>Packed: the inverse of it, until the device makes it equal to its own.</summary>
    Used = 1 << 15,
}

/// <summary>The flags words of the two split rings, in use only without VIRTIO_F_EVENT_IDX (§2.7.6, §2.7.8).</summary>
public static class RingFlags
{
    /// <summary>VIRTQ_AVAIL_F_NO_INTERRUPT: the driver asks for no interrupt.</summary>
    public const ushort NoInterrupt = 1;

    /// <summary>VIRTQ_USED_F_NO_NOTIFY: the device asks for no notification.</summary>
    public const ushort NoNotify = 1;
}

/// <summary>The event suppression structures of a packed ring (§2.8.14): offset and wrap in the low 16 bits, flags in the next.</summary>
public static class EventFlags
{
    /// <summary>RING_EVENT_FLAGS_ENABLE.</summary>
    public const ushort Enable = 0;

    /// <summary>RING_EVENT_FLAGS_DISABLE.</summary>
    public const ushort Disable = 1;

    /// <summary>RING_EVENT_FLAGS_DESC: only with VIRTIO_F_EVENT_IDX.</summary>
    public const ushort AtDescriptor = 2;

    public const ushort OffsetMask = 0x7FFF;

    public const ushort WrapBit = 0x8000;
}
