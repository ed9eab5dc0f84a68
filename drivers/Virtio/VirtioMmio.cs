// What the registers of virtio-mmio devices of both versions have in common (virtio 1.2 §4.2.2, §4.2.4). MmioShares makes one
// for every slot with a device in it.
namespace Drivers.Virtio;

using Drivers.Pci;

public abstract class VirtioMmio : NegotiatedDevice
{
    /// <summary>Bytes of a slot: the registers and room for the device's part.</summary>
    public const ulong SlotLength = 0x200;

    private const ulong MagicOffset = 0, VersionOffset = 4, DeviceIdOffset = 8, DeviceFeatures = 0x10, DeviceFeaturesSelect = 0x14,
        DriverFeatures = 0x20, DriverFeaturesSelect = 0x24, QueueSelect = 0x30, QueueSizeMax = 0x34, QueueNotify = 0x50,
        InterruptStatus = 0x60, InterruptAcknowledge = 0x64, StatusOffset = 0x70, ConfigurationOffset = 0x100;

    private const uint Magic = 0x74726976, LegacyVersion = 1, ModernVersion = 2, NinePDevice = 9;

    private readonly Registers _configuration;

    private protected VirtioMmio(Registers registers)
    {
        Registers = registers;
        _configuration = new RegisterSlice(registers, ConfigurationOffset);
    }

    protected override Registers Configuration => _configuration;

    protected override DeviceStatus Status
    {
        get => (DeviceStatus)Registers.Read32(StatusOffset);
        set => Registers.Write32(StatusOffset, (byte)value);
    }

    private protected Registers Registers { get; }

    /// <summary>The 9P device in a slot. Null when there is none: no slot, an empty one, or another kind of device.</summary>
    /// <param name="refusal">Why a 9P device that is there has no driver.</param>
    public static VirtioMmio? Find(Registers slot, out VirtioRefusal refusal)
    {
        refusal = VirtioRefusal.None;
        if (slot.Read32(MagicOffset) != Magic || slot.Read32(DeviceIdOffset) != NinePDevice)
        {
            return null;
        }

        switch (slot.Read32(VersionOffset))
        {
            case LegacyVersion:
                return new VirtioMmioLegacy(slot);
            case ModernVersion:
                return new VirtioMmioModern(slot);
            default:
                refusal = VirtioRefusal.Version;
                return null;
        }
    }

    public override void Notify(ushort position)
        => Registers.Write32(
            QueueNotify,
            (Features & VirtioFeatures.NotificationData) != 0 ? RequestQueue | ((uint)position << 16) : RequestQueue);

    protected override InterruptCauses ReadCauses()
    {
        uint causes = Registers.Read32(InterruptStatus);
        if (causes != 0)
        {
            Registers.Write32(InterruptAcknowledge, causes);
        }

        return (InterruptCauses)causes;
    }

    protected override int ReadQueueSize()
    {
        SelectQueue();
        uint size = Registers.Read32(QueueSizeMax);
        return size > int.MaxValue ? int.MaxValue : (int)size;
    }

    private protected void SelectQueue() => Registers.Write32(QueueSelect, RequestQueue);

    private protected uint ReadOffered(uint word)
    {
        Registers.Write32(DeviceFeaturesSelect, word);
        return Registers.Read32(DeviceFeatures);
    }

    private protected void WriteAccepted(uint word, uint features)
    {
        Registers.Write32(DriverFeaturesSelect, word);
        Registers.Write32(DriverFeatures, features);
    }
}
