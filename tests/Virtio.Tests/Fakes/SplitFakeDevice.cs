// The device's side of a split ring (virtio 1.2 §2.7).
namespace Virtio.Tests.Fakes;

using System;
using System.Collections.Generic;
using Drivers.Virtio;
using Xunit;

public sealed class SplitFakeDevice(GuestMemory memory, ulong ring, SplitLayout layout, bool hasEventIndex)
    : FakeDevice(memory, ring, layout, hasEventIndex)
{
    private ushort _seen;
    private ushort _used;
    private ushort _signalled;

    public ushort UsedIndex => _used;

    public override List<Chain> TakeAvailable()
    {
        var chains = new List<Chain>();
        ushort index = Memory.Read16(Address(layout.AvailableIndex));
        Assert.True((ushort)(index - _seen) <= layout.Size);
        for (; _seen != index; _seen++)
        {
            chains.Add(Take(Memory.Read16(Address(layout.AvailableAt(_seen % layout.Size)))));
        }

        if (HasEventIndex)
        {
            Memory.Write16(Address(layout.AvailableEvent), _seen);
        }

        return chains;
    }

    /// <summary>Puts any element on the used ring and publishes it.</summary>
    public override void PutUsed(uint id, uint length, int batch = 1)
    {
        ulong element = Address(layout.UsedAt(_used % layout.Size));
        Memory.Write32(element, id);
        Memory.Write32(element + 4, length);
        SetUsedIndex((ushort)(_used + batch));
    }

    public void SetUsedIndex(ushort index)
    {
        _used = index;
        Memory.Write16(Address(layout.UsedIndex), index);
        bool isWanted = HasEventIndex
            ? (ushort)(_used - Memory.Read16(Address(layout.UsedEvent)) - 1) < (ushort)(_used - _signalled)
            : (Memory.Read16(Address(layout.DriverArea)) & RingFlags.NoInterrupt) == 0;
        _signalled = _used;
        Interrupts += isWanted ? 1 : 0;
    }

    public override void SetNoNotify(bool isSet) => Memory.Write16(Address(layout.DeviceArea), isSet ? RingFlags.NoNotify : (ushort)0);

    public override void AskForNotification(int chain) => Memory.Write16(Address(layout.AvailableEvent), (ushort)chain);

    public override void ScribbleOverDriversPart(byte filler)
    {
        Memory.At(Address(0), layout.DeviceArea).Fill(filler);
        Memory.At(Address(layout.RingLength), layout.Length - layout.RingLength).Fill(filler);

        // The driver never reads it back, but a device goes by it: this one would see chains that were not posted.
        Memory.Write16(Address(layout.AvailableIndex), _seen);
    }

    public override void ScribbleSomewhere(Random random)
    {
        int offset = random.Next(layout.Length);
        if (offset < layout.DeviceArea || offset >= layout.AvailableEvent)
        {
            Memory.At(Address(offset), 1)[0] = (byte)random.Next(256);
        }
    }

    public override void Lie(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                PutUsed((uint)random.NextInt64(1L << 32), (uint)random.Next(12));
                break;
            case 1:
                PutUsed((uint)random.Next(layout.Size), 7);
                break;
            case 2:
                PutUsed((uint)random.Next(layout.Size), (uint)random.Next(20));
                break;
            default:
                SetUsedIndex((ushort)random.Next(0x10000));
                break;
        }
    }

    protected override void Forget() => _seen = _used = _signalled = 0;

    protected override DescriptorFlags CheckEntry(ulong entry, int index, bool isLast)
    {
        var flags = (DescriptorFlags)Memory.Read16(entry + 12);
        Assert.Equal(isLast, (flags & DescriptorFlags.Next) == 0);
        Assert.True(isLast || Memory.Read16(entry + 14) == index + 1);
        Assert.Equal(DescriptorFlags.None, flags & ~(DescriptorFlags.Next | DescriptorFlags.Write));
        return flags;
    }

    private Chain Take(int head)
    {
        Assert.InRange(head, 0, layout.Size - 1);
        ulong descriptor = Address(layout.DescriptorAt(head));
        Assert.Equal((ushort)DescriptorFlags.Indirect, Memory.Read16(descriptor + 12));
        return Walk(head, Memory.Read64(descriptor), Memory.Read32(descriptor + 8));
    }
}
