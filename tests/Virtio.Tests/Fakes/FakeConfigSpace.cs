// PCI functions made of 256 bytes each, with BARs that size and a count of accesses.
namespace Virtio.Tests.Fakes;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Drivers.Pci;

public sealed class FakeConfigSpace : ConfigSpace
{
    private readonly Dictionary<(byte Bus, byte Device, byte Function), FakeFunction> _functions = [];

    public int Accesses { get; private set; }

    public bool HasPci { get; set; } = true;

    public override bool IsPresent => HasPci;

    public FakeFunction Add(byte bus, byte device, byte function = 0, ushort vendor = 0x1AF4, ushort id = 0x1049)
    {
        var added = new FakeFunction();
        added.Set16(VendorId, vendor);
        added.Set16(DeviceId, id);
        _functions[(bus, device, function)] = added;
        return added;
    }

    public override uint Read32(PciAddress address, int offset)
    {
        Count(offset, 4);
        return Find(address)?.Read32(offset) ?? uint.MaxValue;
    }

    public override void Write32(PciAddress address, int offset, uint value)
    {
        Count(offset, 4);
        Find(address)?.Write32(offset, value);
    }

    public override void Write16(PciAddress address, int offset, ushort value)
    {
        Count(offset, 2);
        Find(address)?.Write16(offset, value);
    }

    private FakeFunction? Find(PciAddress address)
        => _functions.GetValueOrDefault((address.Bus, address.Device, address.Function));

    private void Count(int offset, int width)
    {
        Accesses++;
        if (!HasPci || offset < 0 || offset + width > 256 || offset % width != 0)
        {
            throw new InvalidOperationException($"access of {width} bytes at {offset}");
        }
    }
}

public sealed class FakeFunction
{
    private readonly byte[] _bytes = new byte[256];
    private readonly uint[] _barMasks = new uint[6];

    /// <summary>BAR accesses while the function decoded addresses: sizing then moves a live window.</summary>
    public int LiveSizings { get; private set; }

    /// <summary>Set: writes to the control word of that capability are not kept.</summary>
    public int FrozenOffset { get; set; } = -1;

    public ushort Command => (ushort)Read32(ConfigSpace.Command);

    public void Set8(int offset, byte value) => _bytes[offset] = value;

    public void Set16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(offset), value);

    public void Set32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(offset), value);

    /// <summary>Implements a BAR: its present value, and the bits that can be written.</summary>
    public void SetBar(int index, uint value, uint mask)
    {
        Set32(0x10 + (4 * index), value);
        _barMasks[index] = mask;
    }

    public void AddCapability(int offset, byte id, byte next)
    {
        Set8(offset, id);
        Set8(offset + 1, next);
        Set16(ConfigSpace.Status, 0x10);
    }

    public uint Read32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));

    public void Write16(int offset, ushort value)
    {
        if (offset != FrozenOffset)
        {
            Set16(offset, value);
        }
    }

    public void Write32(int offset, uint value)
    {
        int bar = (offset - 0x10) / 4;
        if (offset < 0x10 || bar >= 6)
        {
            throw new InvalidOperationException($"a 32-bit write at {offset}");
        }

        LiveSizings += (Command & 3) != 0 ? 1 : 0;
        Set32(offset, (value & _barMasks[bar]) | (Read32(offset) & ~_barMasks[bar]));
    }
}
