// BAR0 of a legacy virtio PCI device; where its configuration lies depends on whether MSI-X is on.
namespace Virtio.Tests.Fakes;

using System;
using System.Text;
using Drivers.Virtio;
using Xunit;

public sealed class FakeLegacyPorts : FakeRegisters
{
    private readonly byte[] _configuration;

    public FakeLegacyPorts(string tag)
        : base(64)
    {
        byte[] text = Encoding.UTF8.GetBytes(tag);
        _configuration = [(byte)text.Length, 0, .. text];
    }

    public bool HasVectors { get; set; }

    public bool KeepsVectors { get; set; } = true;

    public bool IsStuck { get; set; }

    public uint Offered { get; set; } = 0x79000001;

    public uint Accepted { get; private set; }

    public ushort QueueSize { get; set; } = 128;

    public uint QueuePage { get; private set; }

    public int Notifications { get; private set; }

    public byte Interrupt { get; set; }

    public DeviceStatus Status { get; private set; } = DeviceStatus.DriverOk;

    public (ushort Configuration, ushort Queue) Vectors { get; private set; }

    private int ConfigurationStart => HasVectors ? 24 : 20;

    public override byte Read8(ulong offset)
    {
        if (offset == 18)
        {
            return (byte)Status;
        }

        if (offset == 19)
        {
            byte causes = Interrupt;
            Interrupt = 0;
            return causes;
        }

        int index = (int)offset - ConfigurationStart;
        return index >= 0 && index < _configuration.Length ? _configuration[index] : (byte)0xFF;
    }

    public override void Write8(ulong offset, byte value)
    {
        Assert.Equal(18ul, offset);
        Status = IsStuck && value == 0 ? Status : (DeviceStatus)value;
        QueuePage = value == 0 ? 0 : QueuePage;
    }

    public override ushort Read16(ulong offset) => offset switch
    {
        12 => QueueSize,
        20 when HasVectors => Vectors.Configuration,
        22 when HasVectors => Vectors.Queue,
        _ => throw new InvalidOperationException($"read of {offset}"),
    };

    public override void Write16(ulong offset, ushort value)
    {
        ushort kept = KeepsVectors ? value : (ushort)0xFFFF;
        switch (offset)
        {
            case 14:
                Assert.Equal(0, value);
                break;
            case 16:
                Notifications++;
                break;
            case 20 when HasVectors:
                Vectors = (kept, Vectors.Queue);
                break;
            case 22 when HasVectors:
                Vectors = (Vectors.Configuration, kept);
                break;
            default:
                throw new InvalidOperationException($"write of {offset}");
        }
    }

    public override uint Read32(ulong offset) => offset switch
    {
        0 => Offered,
        8 => QueuePage,
        _ => throw new InvalidOperationException($"read of {offset}"),
    };

    public override void Write32(ulong offset, uint value)
    {
        Assert.True(offset is 4 or 8);
        Accepted = offset == 4 ? value : Accepted;
        QueuePage = offset == 8 ? value : QueuePage;
    }
}
