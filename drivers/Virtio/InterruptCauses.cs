// Why a virtio device raised its interrupt line; NegotiatedDevice.TakeInterrupt reads it, ShareLine acts on it.
namespace Drivers.Virtio;

using System;

/// <summary>The ISR status byte of PCI (virtio 1.2 §4.1.4.5) and InterruptStatus of MMIO (§4.2.2): the same bits.</summary>
[Flags]
public enum InterruptCauses : byte
{
    /// <summary>The line is shared, and this device did not raise it.</summary>
    None = 0,

    /// <summary>Answers in a queue.</summary>
    Queue = 1,

    /// <summary>The device's configuration or its state changed.</summary>
    Configuration = 2,
}
