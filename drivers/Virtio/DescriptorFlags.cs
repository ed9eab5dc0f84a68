// Flag bits of descriptors and rings; SplitQueue and ChainWriter write them, the fake device of the tests reads them.
namespace Drivers.Virtio;

using System;

/// <summary>VIRTQ_DESC_F_* (virtio 1.2 §2.7.5).</summary>
[Flags]
public enum DescriptorFlags : ushort
{
    None = 0,
    Next = 1,

    /// <summary>The device writes this buffer; without it the device reads.</summary>
    Write = 2,

    /// <summary>The buffer is a table of descriptors (§2.7.5.3).</summary>
    Indirect = 4,
}

/// <summary>The flags words of the two rings, in use only without VIRTIO_F_EVENT_IDX (§2.7.6, §2.7.8).</summary>
public static class RingFlags
{
    /// <summary>VIRTQ_AVAIL_F_NO_INTERRUPT: the driver asks for no interrupt.</summary>
    public const ushort NoInterrupt = 1;

    /// <summary>VIRTQ_USED_F_NO_NOTIFY: the device asks for no notification.</summary>
    public const ushort NoNotify = 1;
}
