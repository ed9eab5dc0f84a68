// The device's side of a packed ring (virtio 1.2 §2.8).
namespace Virtio.Tests.Fakes;

using System;
using System.Collections.Generic;
using Drivers.Virtio;
using Xunit;

public sealed class PackedFakeDevice : FakeDevice
{
    private readonly PackedLayout _layout;
    private int _seen;
    private bool _seenWrap;
    private int _used;
    private bool _usedWrap;
    private bool _hasLied;

    public PackedFakeDevice(GuestMemory memory, ulong ring, PackedLayout layout, bool hasEventIndex)
        : base(memory, ring, layout, hasEventIndex)
    {
        _layout = layout;
        Forget();
    }

    public override List<Chain> TakeAvailable()
    {
        var chains = new List<Chain>();
        while (!_hasLied && IsAvailable(FlagsAt(_seen)))
        {
            chains.Add(Take(Address(_layout.DescriptorAt(_seen))));
            Advance(ref _seen, ref _seenWrap);
        }

        if (HasEventIndex)
        {
            Ask(_seen, _seenWrap);
        }

        return chains;
    }

    public override void PutUsed(uint id, uint length, int batch = 1)
    {
        PutFlags(id, length, _usedWrap ? DescriptorFlags.Available | DescriptorFlags.Used : DescriptorFlags.None);
        bool isWanted = false;
        for (int i = 0; i < batch; i++)
        {
            isWanted |= IsInterruptWantedHere();
            Advance(ref _used, ref _usedWrap);
        }

        Interrupts += isWanted ? 1 : 0;
    }

    /// <summary>Makes descriptors ahead of the one that is next look as if they had been answered.</summary>
    public void PutUsedAhead(int distance, uint id, uint length)
    {
        (int used, bool wrap) = (_used, _usedWrap);
        for (int i = 0; i < distance; i++)
        {
            Advance(ref _used, ref _usedWrap);
        }

        PutUsed(id, length);
        (_used, _usedWrap) = (used, wrap);
    }

    public override void SetNoNotify(bool isSet)
        => Memory.Write32(Address(_layout.DeviceArea), (uint)(isSet ? EventFlags.Disable : EventFlags.Enable) << 16);

    public override void AskForNotification(int chain) => Ask(chain < 0 ? _layout.Size + chain : chain, chain >= 0);

    public override void ScribbleOverDriversPart(byte filler)
    {
        // Its flags say whose a descriptor is, so they are the device's part too; everything else in it is not.
        for (int i = 0; i < _layout.Size; i++)
        {
            Memory.At(Address(_layout.DescriptorAt(i)), 14).Fill(filler);
        }

        Memory.At(Address(_layout.DriverArea), 8).Fill(filler);
        Memory.At(Address(_layout.RingLength), _layout.Length - _layout.RingLength).Fill(filler);
    }

    public override void ScribbleSomewhere(Random random)
    {
        int offset = random.Next(_layout.Length);
        bool isFlags = offset < _layout.DriverArea && offset % QueueLayout.DescriptorBytes >= 14;
        if (!isFlags)
        {
            Memory.At(Address(offset), 1)[0] = (byte)random.Next(256);
        }
    }

    public override void Lie(Random random)
    {
        // From here on it can no longer tell the driver's descriptors from its own.
        _hasLied = true;
        switch (random.Next(5))
        {
            case 0:
                PutUsed((uint)random.Next(0x10000), (uint)random.Next(12));
                break;
            case 1:
                PutUsed((uint)random.Next(_layout.Size), 7);
                break;
            case 2:
                PutUsed((uint)random.Next(_layout.Size), (uint)random.Next(20));
                break;
            case 3:
                PutUsedAhead(random.Next(_layout.Size), (uint)random.Next(_layout.Size), 7);
                break;
            default:
                PutFlags((uint)random.Next(_layout.Size), (uint)random.NextInt64(1L << 32), (DescriptorFlags)random.Next(0x10000));
                break;
        }
    }

    protected override void Forget()
    {
        _seen = _used = 0;
        _seenWrap = _usedWrap = true;
        if (HasEventIndex)
        {
            Ask(0, true);
        }
    }

    protected override DescriptorFlags CheckEntry(ulong entry, int index, bool isLast)
    {
        var flags = (DescriptorFlags)Memory.Read16(entry + 14);
        Assert.Equal(DescriptorFlags.None, flags & ~DescriptorFlags.Write);
        return flags;
    }

    private Chain Take(ulong descriptor)
    {
        const DescriptorFlags Ownership = DescriptorFlags.Available | DescriptorFlags.Used;
        Assert.Equal(DescriptorFlags.Indirect, (DescriptorFlags)Memory.Read16(descriptor + 14) & ~Ownership);
        int id = Memory.Read16(descriptor + 12);
        Assert.InRange(id, 0, _layout.Slots - 1);
        return Walk(id, Memory.Read64(descriptor), Memory.Read32(descriptor + 8));
    }

    private DescriptorFlags FlagsAt(int position) => (DescriptorFlags)Memory.Read16(Address(_layout.DescriptorAt(position)) + 14);

    private bool IsAvailable(DescriptorFlags flags)
        => ((flags & DescriptorFlags.Available) != 0) == _seenWrap && ((flags & DescriptorFlags.Used) != 0) != _seenWrap;

    private bool IsInterruptWantedHere()
    {
        uint word = Memory.Read32(Address(_layout.DriverArea));
        uint flags = word >> 16;
        return flags == EventFlags.Enable
            || (flags == EventFlags.AtDescriptor && (word & 0xFFFF) == (uint)(_used | (_usedWrap ? EventFlags.WrapBit : 0)));
    }

    private void PutFlags(uint id, uint length, DescriptorFlags flags)
    {
        ulong descriptor = Address(_layout.DescriptorAt(_used));
        Memory.Write32(descriptor + 8, length);
        Memory.Write16(descriptor + 12, (ushort)id);
        Memory.Write16(descriptor + 14, (ushort)flags);
    }

    private void Ask(int position, bool wrap)
        => Memory.Write32(
            Address(_layout.DeviceArea), (uint)(position | (wrap ? EventFlags.WrapBit : 0)) | ((uint)EventFlags.AtDescriptor << 16));

    private void Advance(ref int position, ref bool wrap)
    {
        if (++position == _layout.Size)
        {
            position = 0;
            wrap = !wrap;
        }
    }
}
