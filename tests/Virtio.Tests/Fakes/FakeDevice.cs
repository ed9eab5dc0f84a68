// The other side of the ring, strict about what it is given; the tests make it answer, answer wrongly, or scribble. One kind per ring.
namespace Virtio.Tests.Fakes;

using System;
using System.Collections.Generic;
using Drivers.Virtio;
using Xunit;

public abstract class FakeDevice(GuestMemory memory, ulong ring, QueueLayout layout, bool hasEventIndex) : VirtioDevice
{
    public bool IsBroken { get; set; }

    public int Notifications { get; private set; }

    /// <summary>The position that came with the last notification.</summary>
    public ushort NotifiedPosition { get; private set; }

    public int Interrupts { get; protected set; }

    public int Stops { get; private set; }

    /// <summary>Does the device confirm its reset?</summary>
    public bool LetsGo { get; set; } = true;

    /// <summary>Does the device come up again after a reset?</summary>
    public bool Recovers { get; set; } = true;

    public int Restarts { get; private set; }

    protected GuestMemory Memory => memory;

    protected bool HasEventIndex => hasEventIndex;

    public static FakeDevice Of(GuestMemory memory, ulong ring, QueueLayout layout, bool hasEventIndex)
        => layout is PackedLayout packed
            ? new PackedFakeDevice(memory, ring, packed, hasEventIndex)
            : new SplitFakeDevice(memory, ring, (SplitLayout)layout, hasEventIndex);

    public ulong Address(int offset) => ring + (ulong)offset;

    public override void Notify(ushort position)
    {
        Notifications++;
        NotifiedPosition = position;
    }

    public override bool NeedsReset() => IsBroken;

    public override bool Stop()
    {
        Stops++;
        return LetsGo;
    }

    public override bool Restart()
    {
        Restarts++;
        Forget();
        IsBroken &= !Recovers;
        return Recovers;
    }

    /// <summary>Chains that were posted since the last call; asks for a notification of the next one.</summary>
    public abstract List<Chain> TakeAvailable();

    public void Answer(Chain chain, int length) => PutUsed((uint)chain.Head, (uint)length);

    /// <summary>Gives back a buffer of any id and length; with IN_ORDER <paramref name="batch"/> chains at once.</summary>
    public abstract void PutUsed(uint id, uint length, int batch = 1);

    /// <summary>Without EVENT_IDX: whether the device wants to be told of new chains.</summary>
    public abstract void SetNoNotify(bool isSet);

    /// <summary>With EVENT_IDX: of which chain the device wants to be told, counted from the first of this ring on; negative for one long gone.</summary>
    public abstract void AskForNotification(int chain);

    /// <summary>Overwrites all that only the driver has to write, once the device has taken what is there.</summary>
    public abstract void ScribbleOverDriversPart(byte filler);

    /// <summary>Changes a byte that is not itself an answer.</summary>
    public abstract void ScribbleSomewhere(Random random);

    /// <summary>Writes something where answers are looked for.</summary>
    public abstract void Lie(Random random);

    protected abstract void Forget();

    protected Chain Walk(int id, ulong table, uint bytes)
    {
        Assert.Equal(0u, bytes % QueueLayout.DescriptorBytes);
        int count = (int)bytes / QueueLayout.DescriptorBytes;
        Assert.InRange(count, 1, layout.Segments);
        var chain = new Chain { Head = id };
        for (int i = 0; i < count; i++)
        {
            ulong entry = table + (ulong)(i * QueueLayout.DescriptorBytes);
            DescriptorFlags flags = CheckEntry(entry, i, isLast: i == count - 1);
            bool isWritable = (flags & DescriptorFlags.Write) != 0;
            Assert.True(isWritable || chain.Writable.Count == 0, "a readable descriptor after a writable one");
            var segment = new Segment(memory.Read64(entry), (int)memory.Read32(entry + 8));
            Assert.True(segment.Length > 0, "an empty descriptor");
            memory.At(segment.Address, segment.Length);
            (isWritable ? chain.Writable : chain.Readable).Add(segment);
        }

        return chain;
    }

    /// <summary>Checks how an entry of an indirect table hangs together with the next.</summary>
    protected abstract DescriptorFlags CheckEntry(ulong entry, int index, bool isLast);
}
