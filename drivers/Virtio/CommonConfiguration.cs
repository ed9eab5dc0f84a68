// The common configuration structure of a virtio PCI device (virtio 1.2 §4.1.4.3); VirtioPci reads and writes it.
namespace Drivers.Virtio;

using Drivers.Pci;

/// <summary>Every field by its own width (§4.1.3.1); those of queues go to the queue that was selected.</summary>
public sealed class CommonConfiguration(Registers registers)
{
    /// <summary>Bytes up to the last field used here.</summary>
    public const ulong Length = 56;

    /// <summary>VIRTIO_MSI_NO_VECTOR: what is written to have no interrupt, and read when a vector was refused.</summary>
    public const ushort NoVector = 0xFFFF;

    private const ulong DeviceFeatureSelect = 0, DeviceFeature = 4, DriverFeatureSelect = 8, DriverFeature = 12,
        ConfigurationVector = 16, NumberOfQueues = 18, StatusOffset = 20, GenerationOffset = 21, Select = 22, Size = 24,
        Vector = 26, Enable = 28, NotifyOffset = 30, Descriptors = 32, Available = 40, Used = 48;

    public DeviceStatus Status
    {
        get => (DeviceStatus)registers.Read8(StatusOffset);
        set => registers.Write8(StatusOffset, (byte)value);
    }

    /// <summary>Changes whenever the device-specific configuration does.</summary>
    public byte Generation => registers.Read8(GenerationOffset);

    public ushort QueueCount => registers.Read16(NumberOfQueues);

    /// <summary>Before setting it: the largest the device can do, 0 for no such queue.</summary>
    public ushort QueueSize
    {
        get => registers.Read16(Size);
        set => registers.Write16(Size, value);
    }

    public bool IsQueueEnabled => registers.Read16(Enable) == 1;

    public ushort QueueNotifyOffset => registers.Read16(NotifyOffset);

    public ulong ReadDeviceFeatures()
    {
        registers.Write32(DeviceFeatureSelect, 0);
        ulong low = registers.Read32(DeviceFeature);
        registers.Write32(DeviceFeatureSelect, 1);
        return low | ((ulong)registers.Read32(DeviceFeature) << 32);
    }

    public void WriteDriverFeatures(ulong features)
    {
        registers.Write32(DriverFeatureSelect, 0);
        registers.Write32(DriverFeature, (uint)features);
        registers.Write32(DriverFeatureSelect, 1);
        registers.Write32(DriverFeature, (uint)(features >> 32));
    }

    public void SelectQueue(ushort queue) => registers.Write16(Select, queue);

    /// <summary>Guest-physical addresses of the three parts.</summary>
    public void SetQueueAddresses(ulong descriptors, ulong available, ulong used)
    {
        registers.Write64(Descriptors, descriptors);
        registers.Write64(Available, available);
        registers.Write64(Used, used);
    }

    public void EnableQueue() => registers.Write16(Enable, 1);

    /// <summary>Which MSI-X vector tells of changes of state. False when the device refuses.</summary>
    public bool TrySetConfigurationVector(ushort vector) => TrySetVector(ConfigurationVector, vector);

    /// <summary>Which MSI-X vector tells of answers in the selected queue. False when the device refuses.</summary>
    public bool TrySetQueueVector(ushort vector) => TrySetVector(Vector, vector);

    private bool TrySetVector(ulong offset, ushort vector)
    {
        registers.Write16(offset, vector);
        return registers.Read16(offset) == vector;
    }
}
