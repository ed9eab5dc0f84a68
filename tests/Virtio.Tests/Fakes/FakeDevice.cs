// The other side of the ring, strict about what it is given; the tests make it answer, answer wrongly, or scribble.
namespace Virtio.Tests.Fakes;

using System;
using System.Collections.Generic;
using Drivers.Virtio;
using Xunit;

public sealed class FakeDevice(GuestMemory memory, ulong ring, QueueLayout layout, bool hasEventIndex) : VirtioDevice
{
    private ushort _seen;
    private ushort _used;
    private ushort _signalled;

    public bool IsBroken { get; set; }

    public int Notifications { get; private set; }

    public int Interrupts { get; private set; }

    public int Stops { get; private set; }

    public ushort UsedIndex => _used;

    public ulong Address(int offset) => ring + (ulong)offset;

    public override void Notify(ushort position) => Notifications++;

    public override bool NeedsReset() => IsBroken;

    /// <summary>Does the device confirm its reset?</summary>
    public bool LetsGo { get; set; } = true;

    /// <summary>Does the device come up again after a reset?</summary>
    public bool Recovers { get; set; } = true;

    public int Restarts { get; private set; }

    public override bool Stop()
    {
        Stops++;
        return LetsGo;
    }

    public override bool Restart()
    {
        Restarts++;
        _seen = _used = _signalled = 0;
        IsBroken &= !Recovers;
        return Recovers;
    }

    /// <summary>Chains that were posted since the last call; asks for a notification of the next one.</summary>
    public List<Chain> TakeAvailable()
    {
        var chains = new List<Chain>();
        ushort index = memory.Read16(Address(layout.AvailableIndex));
        Assert.True((ushort)(index - _seen) <= layout.Size);
        for (; _seen != index; _seen++)
        {
            chains.Add(Walk(memory.Read16(Address(layout.AvailableAt(_seen % layout.Size)))));
        }

        if (hasEventIndex)
        {
            memory.Write16(Address(layout.AvailableEvent), _seen);
        }

        return chains;
    }

    public void Answer(Chain chain, int length) => PutUsed((uint)chain.Head, (uint)length);

    /// <summary>Puts any element on the used ring and publishes it.</summary>
    public void PutUsed(uint id, uint length)
    {
        ulong element = Address(layout.UsedAt(_used % layout.Size));
        memory.Write32(element, id);
        memory.Write32(element + 4, length);
        SetUsedIndex((ushort)(_used + 1));
    }

    public void SetUsedIndex(ushort index)
    {
        _used = index;
        memory.Write16(Address(layout.UsedIndex), index);
        bool isWanted = hasEventIndex
            ? (ushort)(_used - memory.Read16(Address(layout.UsedEvent)) - 1) < (ushort)(_used - _signalled)
            : (memory.Read16(Address(layout.Available)) & RingFlags.NoInterrupt) == 0;
        _signalled = _used;
        Interrupts += isWanted ? 1 : 0;
    }

    /// <summary>Without EVENT_IDX: whether the device wants to be told of new chains.</summary>
    public void SetNoNotify(bool isSet) => memory.Write16(Address(layout.Used), isSet ? RingFlags.NoNotify : (ushort)0);

    public void SetAvailableEvent(ushort index) => memory.Write16(Address(layout.AvailableEvent), index);

    private Chain Walk(int head)
    {
        Assert.InRange(head, 0, layout.Size - 1);
        ulong descriptor = Address(layout.DescriptorAt(head));
        Assert.Equal((ushort)DescriptorFlags.Indirect, memory.Read16(descriptor + 12));
        ulong table = memory.Read64(descriptor);
        uint bytes = memory.Read32(descriptor + 8);
        Assert.Equal(0u, bytes % QueueLayout.DescriptorBytes);
        int count = (int)bytes / QueueLayout.DescriptorBytes;
        Assert.InRange(count, 1, layout.Segments);
        var chain = new Chain { Head = head };
        for (int i = 0; i < count; i++)
        {
            ulong entry = table + (ulong)(i * QueueLayout.DescriptorBytes);
            var flags = (DescriptorFlags)memory.Read16(entry + 12);
            bool isLast = i == count - 1;
            Assert.Equal(isLast, (flags & DescriptorFlags.Next) == 0);
            Assert.True(isLast || memory.Read16(entry + 14) == i + 1);
            Assert.Equal(DescriptorFlags.None, flags & ~(DescriptorFlags.Next | DescriptorFlags.Write));
            bool isWritable = (flags & DescriptorFlags.Write) != 0;
            Assert.True(isWritable || chain.Writable.Count == 0, "a readable descriptor after a writable one");
            var segment = new Segment(memory.Read64(entry), (int)memory.Read32(entry + 8));
            Assert.True(segment.Length > 0, "an empty descriptor");
            memory.At(segment.Address, segment.Length);
            (isWritable ? chain.Writable : chain.Readable).Add(segment);
        }

        return chain;
    }
}

public readonly record struct Segment(ulong Address, int Length);

/// <summary>What the device found behind one entry of the available ring.</summary>
public sealed class Chain
{
    public int Head { get; init; }

    public List<Segment> Readable { get; } = [];

    public List<Segment> Writable { get; } = [];

    public int Room
    {
        get
        {
            int room = 0;
            foreach (Segment segment in Writable)
            {
                room += segment.Length;
            }

            return room;
        }
    }

    public byte[] Read(GuestMemory memory)
    {
        var bytes = new List<byte>();
        foreach (Segment segment in Readable)
        {
            bytes.AddRange(memory.At(segment.Address, segment.Length).ToArray());
        }

        return bytes.ToArray();
    }

    public void Write(GuestMemory memory, ReadOnlySpan<byte> bytes)
    {
        foreach (Segment segment in Writable)
        {
            int count = Math.Min(segment.Length, bytes.Length);
            bytes.Slice(0, count).CopyTo(memory.At(segment.Address, count));
            bytes = bytes.Slice(count);
        }
    }
}
