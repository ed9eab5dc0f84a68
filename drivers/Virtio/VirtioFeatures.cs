// Which virtio features this driver speaks and which it cannot do without; VirtioFeaturePolicy chooses by it.
namespace Drivers.Virtio;

using System;

/// <summary>Feature bits (virtio 1.2 §6, and bit 0 of the 9P device, which has no chapter there).</summary>
[Flags]
public enum VirtioFeatures : ulong
{
    None = 0,

    /// <summary>VIRTIO_9P_MOUNT_TAG: the configuration space holds a tag.</summary>
    MountTag = 1UL << 0,

    /// <summary>VIRTIO_F_ANY_LAYOUT, of legacy devices: where one segment ends and the next begins means nothing.</summary>
    AnyLayout = 1UL << 27,

    /// <summary>VIRTIO_F_INDIRECT_DESC.</summary>
    IndirectDescriptors = 1UL << 28,

    /// <summary>VIRTIO_F_EVENT_IDX.</summary>
    EventIndex = 1UL << 29,

    /// <summary>Bit 30 is a trap: QEMU offers it to catch drivers that accept whatever they see.</summary>
    Bad = 1UL << 30,

    /// <summary>VIRTIO_F_VERSION_1: the device is not a legacy one.</summary>
    Version1 = 1UL << 32,

    /// <summary>VIRTIO_F_RING_PACKED.</summary>
    RingPacked = 1UL << 34,

    /// <summary>VIRTIO_F_IN_ORDER: requests are answered in the order in which they were posted.</summary>
    InOrder = 1UL << 35,

    /// <summary>VIRTIO_F_NOTIFICATION_DATA: a notification says how far the ring has got (§2.9).</summary>
    NotificationData = 1UL << 38,

    /// <summary>
    /// VIRTIO_F_RING_RESET: one queue can be reset alone. Declined: with one queue, resetting the device does the same, and works
    /// everywhere.
    /// </summary>
    RingReset = 1UL << 40,

    /// <summary>A device without these is refused.</summary>
    Required = MountTag | IndirectDescriptors | Version1,

    /// <summary>Everything else that is offered is declined: an IOMMU, admin queues, the reset of one queue.</summary>
    Understood = Required | EventIndex | RingPacked | InOrder | NotificationData,

    /// <summary>The same of a device from before virtio 1.0, which has 32 feature bits.</summary>
    RequiredOfLegacy = MountTag | IndirectDescriptors,

    UnderstoodOfLegacy = RequiredOfLegacy | AnyLayout | EventIndex,
}
