// The steps of a virtio device's life as its status register shows them (virtio 1.2 §2.1); VirtioPci takes it through them.
namespace Drivers.Virtio;

using System;

[Flags]
public enum DeviceStatus : byte
{
    Reset = 0,
    Acknowledge = 1,
    Driver = 2,
    DriverOk = 4,
    FeaturesOk = 8,
    NeedsReset = 0x40,
    Failed = 0x80,
}
