// The common configuration of a virtio PCI device that follows the spec, but for the faults a test switches on.
namespace Virtio.Tests.Fakes;

using Drivers.Virtio;
using Xunit;

public sealed class FakeCommonRegisters() : FakeRegisters(64)
{
    private DeviceStatus _status = DeviceStatus.Acknowledge | DeviceStatus.Driver | DeviceStatus.DriverOk;
    private uint _deviceSelect;
    private uint _driverSelect;
    private byte _generation;

    public ulong Offered { get; set; } = 0x101_3000_0001;

    public ulong Accepted { get; private set; }

    public ushort QueueCount { get; set; } = 1;

    public ushort QueueSize { get; set; } = 128;

    public ushort NotifyOffset { get; set; }

    public bool KeepsQueueSize { get; set; } = true;

    public bool KeepsQueueEnable { get; set; } = true;

    public bool KeepsVectors { get; set; } = true;

    public bool RejectsFeatures { get; set; }

    /// <summary>Status reads that still show the old status after a reset was asked for; -1 for ever.</summary>
    public int ResetDelay { get; set; }

    public int GenerationChanges { get; set; }

    public bool IsGone { get; set; }

    public int StatusReads { get; private set; }

    public DeviceStatus Status
    {
        get => _status;
        set => _status = value;
    }

    public ulong Descriptors => Read32(32) | ((ulong)Read32(36) << 32);

    public ulong Available => Read32(40) | ((ulong)Read32(44) << 32);

    public ulong Used => Read32(48) | ((ulong)Read32(52) << 32);

    private bool IsResetting { get; set; }

    public override byte Read8(ulong offset)
    {
        StatusReads += offset == 20 ? 1 : 0;
        if (IsGone)
        {
            return 0xFF;
        }

        if (offset == 21)
        {
            _generation += (byte)(GenerationChanges-- > 0 ? 1 : 0);
            return _generation;
        }

        Assert.Equal(20ul, offset);
        if (IsResetting && ResetDelay > 0)
        {
            ResetDelay--;
        }
        else if (IsResetting && ResetDelay == 0)
        {
            IsResetting = false;
            _status = DeviceStatus.Reset;
        }

        return (byte)_status;
    }

    public override void Write8(ulong offset, byte value)
    {
        Assert.Equal(20ul, offset);
        var status = (DeviceStatus)value;
        if (status == DeviceStatus.Reset)
        {
            IsResetting = true;
            return;
        }

        if ((status & DeviceStatus.FeaturesOk) != 0 && RejectsFeatures)
        {
            status &= ~DeviceStatus.FeaturesOk;
        }

        _status = status;
    }

    public override ushort Read16(ulong offset) => offset switch
    {
        18 => QueueCount,
        24 => QueueSize,
        30 => NotifyOffset,
        _ => base.Read16(offset),
    };

    public override void Write16(ulong offset, ushort value)
    {
        Assert.True(_status.HasFlag(DeviceStatus.FeaturesOk) && !_status.HasFlag(DeviceStatus.DriverOk));
        switch (offset)
        {
            case 24:
                QueueSize = KeepsQueueSize ? value : QueueSize;
                break;
            case 16 or 26:
                base.Write16(offset, KeepsVectors ? value : (ushort)0xFFFF);
                break;
            case 28:
                base.Write16(offset, KeepsQueueEnable ? value : (ushort)0);
                break;
            default:
                Assert.Equal(22ul, offset);
                base.Write16(offset, value);
                break;
        }
    }

    public override uint Read32(ulong offset) => offset switch
    {
        4 => (uint)(_deviceSelect == 0 ? Offered : Offered >> 32),
        _ => base.Read32(offset),
    };

    public override void Write32(ulong offset, uint value)
    {
        switch (offset)
        {
            case 0:
                _deviceSelect = value;
                break;
            case 8:
                _driverSelect = value;
                break;
            case 12:
                Assert.Equal(DeviceStatus.Acknowledge | DeviceStatus.Driver, _status);
                Accepted |= (ulong)value << (_driverSelect == 0 ? 0 : 32);
                break;
            default:
                base.Write32(offset, value);
                break;
        }
    }
}
