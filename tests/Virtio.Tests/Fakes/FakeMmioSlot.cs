// A virtio-mmio slot of either version that follows the spec to the letter, but for the faults a test switches on.
namespace Virtio.Tests.Fakes;

using System;
using System.Text;
using Drivers.Virtio;
using Xunit;

public sealed class FakeMmioSlot : FakeRegisters
{
    private readonly uint[] _addresses = new uint[6];
    private uint _deviceSelect;
    private uint _driverSelect;
    private uint _pageSize;

    public FakeMmioSlot(uint version, string tag)
        : base(0x200)
    {
        Version = version;
        Offered = version == 1 ? 0x79000001ul : 0x101_3000_0001ul;
        byte[] text = Encoding.UTF8.GetBytes(tag);
        Bytes[0x100] = (byte)text.Length;
        text.CopyTo(Bytes, 0x102);
    }

    public uint Magic { get; set; } = 0x74726976;

    public uint Version { get; set; }

    public uint DeviceId { get; set; } = 9;

    public ulong Offered { get; set; }

    public ulong Accepted { get; private set; }

    public uint QueueSizeMax { get; set; } = 1024;

    public uint QueueSize { get; private set; }

    public uint QueueAlignment { get; private set; }

    public bool KeepsQueue { get; set; } = true;

    public uint QueueReady { get; set; }

    public uint QueuePage { get; set; }

    public uint Interrupt { get; set; }

    public uint Notified { get; private set; } = uint.MaxValue;

    public DeviceStatus Status { get; private set; } = DeviceStatus.Acknowledge | DeviceStatus.DriverOk;

    public ulong Descriptors => _addresses[0] | ((ulong)_addresses[1] << 32);

    public ulong Driver => _addresses[2] | ((ulong)_addresses[3] << 32);

    public ulong Device => _addresses[4] | ((ulong)_addresses[5] << 32);

    /// <summary>What a legacy device makes of the page it was given.</summary>
    public ulong QueueAddress => (ulong)QueuePage * _pageSize;

    public override byte Read8(ulong offset)
    {
        Assert.True(offset >= 0x100, "registers are 32 bits wide");
        return base.Read8(offset);
    }

    public override ushort Read16(ulong offset) => throw new InvalidOperationException("registers are 32 bits wide");

    public override void Write16(ulong offset, ushort value) => throw new InvalidOperationException("registers are 32 bits wide");

    public override uint Read32(ulong offset) => offset switch
    {
        0x00 => Magic,
        0x04 => Version,
        0x08 => DeviceId,
        0x10 => (uint)(_deviceSelect == 0 ? Offered : Offered >> 32),
        0x34 => QueueSizeMax,
        0x40 when Version == 1 => QueuePage,
        0x44 when Version == 2 => QueueReady,
        0x60 => Interrupt,
        0x70 => (uint)Status,
        0xFC when Version == 2 => 7,
        _ => throw new InvalidOperationException($"read of {offset:x}"),
    };

    public override void Write32(ulong offset, uint value)
    {
        switch (offset)
        {
            case 0x14:
                _deviceSelect = value;
                break;
            case 0x24:
                _driverSelect = value;
                break;
            case 0x20:
                Accepted |= (ulong)value << (_driverSelect == 0 ? 0 : 32);
                break;
            case 0x28 when Version == 1:
                _pageSize = value;
                break;
            case 0x30:
                Assert.Equal(0u, value);
                break;
            case 0x38:
                QueueSize = value;
                break;
            case 0x3C when Version == 1:
                QueueAlignment = value;
                break;
            case 0x40 when Version == 1:
                Assert.True(_pageSize != 0 && QueueSize != 0 && QueueAlignment != 0, "the page comes last");
                QueuePage = KeepsQueue ? value : 0;
                break;
            case 0x44 when Version == 2:
                QueueReady = KeepsQueue ? value : 0;
                break;
            case 0x50:
                Notified = value;
                break;
            case 0x64:
                Interrupt &= ~value;
                break;
            case 0x70:
                SetStatus((DeviceStatus)value);
                break;
            case >= 0x80 and <= 0xA4 when Version == 2:
                Assert.Equal(0u, QueueReady);
                _addresses[((offset - 0x80) >> 4 << 1) + ((offset >> 2) & 1)] = value;
                break;
            default:
                throw new InvalidOperationException($"write of {offset:x}");
        }
    }

    private void SetStatus(DeviceStatus status)
    {
        Status = status;
        if (status == DeviceStatus.Reset)
        {
            Accepted = 0;
            QueueReady = QueuePage = _pageSize = 0;
        }
    }
}
