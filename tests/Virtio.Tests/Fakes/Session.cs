// A transport over a fake device with a request table on top: what most tests start from.
namespace Virtio.Tests.Fakes;

using System;
using System.Buffers.Binary;
using Drivers.Virtio;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Wire;
using Xunit;

public sealed class Session
{
    public Session(
        int size = 16,
        int segments = 132,
        bool hasEventIndex = true,
        int memory = 1 << 20,
        ulong start = 0x1000_0000,
        RingKind kind = RingKind.Split,
        bool isInOrder = false,
        ChainBudget? budget = null)
    {
        ChainBudget chainBudget = budget ?? ChainBudget.OfSegments(segments);
        Memory = new GuestMemory(start, memory);
        VirtioFeatures features = FeaturesOf(kind, hasEventIndex, isInOrder);
        Layout = QueueFormat.LayOut(features, size, isSizeFixed: kind == RingKind.Legacy, size, chainBudget.Segments);
        ulong ring = Memory.Allocate(Layout.Length);
        Device = FakeDevice.Of(Memory, ring, Layout, hasEventIndex);
        Queue = QueueFormat.Make(new RingMemory(Memory, ring, Layout), Layout, features);
        var tails = new PayloadTail[chainBudget.TailBytes == 0 ? 0 : size];
        for (int i = 0; i < tails.Length; i++)
        {
            tails[i] = new PayloadTail(Memory.AllocateBuffer(chainBudget.TailBytes));
        }

        Transport = new FakeTransport(Memory, Device, Queue, chainBudget, tails);
        Table = new RequestTable(Transport, size, null);
    }

    public GuestMemory Memory { get; }

    public QueueLayout Layout { get; }

    public FakeDevice Device { get; }

    public Queue Queue { get; }

    public FakeTransport Transport { get; }

    public RequestTable Table { get; }

    public static VirtioFeatures FeaturesOf(RingKind kind, bool hasEventIndex, bool isInOrder)
        => (hasEventIndex ? VirtioFeatures.EventIndex : 0)
            | (isInOrder ? VirtioFeatures.InOrder : 0)
            | (kind == RingKind.Packed ? VirtioFeatures.RingPacked : 0)
            | (kind == RingKind.Legacy ? VirtioFeatures.RequiredOfLegacy : VirtioFeatures.Required);

    /// <summary>A Tclunk with room for its reply, submitted but not kicked.</summary>
    public Request Send()
    {
        Request request = Take();
        Assert.Equal(Kernel.Abi.Errno.None, Table.Submit(request));
        return request;
    }

    /// <summary>The same, encoded only. Uses the reserve too, so that the ring can be filled.</summary>
    public Request Take()
    {
        Request request = Table.TryTakeReserved()!;
        request.Type = MessageType.Tclunk;
        request.MessageLength = 11;
        request.ReplyHeaderLength = 11;
        return request;
    }

    /// <summary>Writes a sound Rclunk into the chain and returns it.</summary>
    public void Reply(Chain chain)
    {
        WriteReply(chain);
        Device.Answer(chain, Wire9P.HeaderLength);
    }

    /// <summary>The same without telling the driver.</summary>
    public void WriteReply(Chain chain)
    {
        Span<byte> reply = stackalloc byte[Wire9P.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        reply[4] = (byte)MessageType.Rclunk;
        BinaryPrimitives.WriteUInt16LittleEndian(reply.Slice(5), TagOf(chain));
        chain.Write(Memory, reply);
    }

    /// <summary>Which request has this chain's reply buffer.</summary>
    public ushort TagOf(Chain chain) => Transport.TagOfReply(chain.Writable[0].Address);
}

/// <summary>Which ring, and where its parts lie.</summary>
public enum RingKind
{
    Split,
    Legacy,
    Packed,
}

public sealed class FakeTransport(GuestMemory memory, FakeDevice device, Queue queue, ChainBudget budget, PayloadTail[] tails)
    : RingTransport(device, queue, budget, tails, queue.Layout.Slots)
{
    private readonly System.Collections.Generic.List<ulong> _buffers = [];

    public PoisonReason Reported { get; private set; }

    public override RequestWaiter Waiter => field ??= TestWaiter.Serving(() => Poll());

    public bool Arm() => ArmInterrupt();

    public void Disarm() => DisarmInterrupt();

    public ushort TagOfReply(ulong address) => (ushort)(_buffers.IndexOf(address) / 2);

    public override MessageBuffer AllocateBuffer(int length)
    {
        MessageBuffer buffer = memory.AllocateBuffer(length);
        _buffers.Add(buffer.Address);
        return buffer;
    }

    protected override void Report(PoisonReason reason) => Reported = reason;
}
