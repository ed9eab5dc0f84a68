// Why a virtio device cannot be used, and the words for it in the log; returned by NegotiatedDevice, reported by DriverCatalog.
namespace Drivers.Virtio;

using System;

public enum VirtioRefusal : byte
{
    None,
    Version,
    NoCapabilities,
    CapabilityOutsideBar,
    BarUnassigned,
    ResetTimeout,
    FeatureMissing,
    FeatureTrap,
    FeaturesRejected,
    QueueMissing,
    QueueSize,
    NotifyAddress,
    QueueSetup,
    ConfigurationUnstable,
    MountTag,
    Memory,
    TableFull,
}

public static class VirtioRefusals
{
    public static ReadOnlySpan<byte> Text(VirtioRefusal refusal) => refusal switch
    {
        VirtioRefusal.None => "usable"u8,
        VirtioRefusal.Version => "neither virtio-mmio version 1 nor 2"u8,
        VirtioRefusal.NoCapabilities => "no modern virtio capabilities"u8,
        VirtioRefusal.CapabilityOutsideBar => "a capability lies outside its BAR"u8,
        VirtioRefusal.BarUnassigned => "a BAR has no address"u8,
        VirtioRefusal.ResetTimeout => "reset does not complete"u8,
        VirtioRefusal.FeatureMissing => "a required feature is not offered"u8,
        VirtioRefusal.FeatureTrap => "feature bit 30 is offered"u8,
        VirtioRefusal.FeaturesRejected => "the features were not accepted"u8,
        VirtioRefusal.QueueMissing => "there is no queue"u8,
        VirtioRefusal.QueueSize => "the queue size is not a power of two"u8,
        VirtioRefusal.NotifyAddress => "the notification address is out of range"u8,
        VirtioRefusal.QueueSetup => "the queue does not start"u8,
        VirtioRefusal.ConfigurationUnstable => "the configuration keeps changing"u8,
        VirtioRefusal.MountTag => "the mount tag is malformed"u8,
        VirtioRefusal.Memory => "no memory for the queue"u8,
        VirtioRefusal.TableFull => "left out, the table is full"u8,
        _ => "unknown"u8,
    };
}
