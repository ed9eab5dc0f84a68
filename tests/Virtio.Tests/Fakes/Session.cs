// A transport over a fake device with a request table on top: what most tests start from.
namespace Virtio.Tests.Fakes;

using System;
using System.Buffers.Binary;
using Drivers.Virtio;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Wire;
using Xunit;

public sealed class Session
{
    public Session(int size = 16, int segments = 132, bool hasEventIndex = true, int memory = 1 << 20, ulong start = 0x1000_0000)
    {
        Memory = new GuestMemory(start, memory);
        Layout = new QueueLayout(size, segments);
        ulong ring = Memory.Allocate(Layout.Length);
        Device = new FakeDevice(Memory, ring, Layout, hasEventIndex);
        var ringMemory = new RingMemory(Memory, ring, Layout);
        Queue = new SplitQueue<RingMemory>(ringMemory, Layout, hasEventIndex, Wire9P.HeaderLength);
        var writer = new ChainWriter<RingMemory>(ringMemory, Layout);
        Transport = new FakeTransport(Memory, Device, Queue, writer, Layout);
        Table = new RequestTable(Transport, size, null);
    }

    public GuestMemory Memory { get; }

    public QueueLayout Layout { get; }

    public FakeDevice Device { get; }

    public SplitQueue<RingMemory> Queue { get; }

    public FakeTransport Transport { get; }

    public RequestTable Table { get; }

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
        Span<byte> reply = stackalloc byte[7];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        reply[4] = (byte)MessageType.Rclunk;
        BinaryPrimitives.WriteUInt16LittleEndian(reply.Slice(5), TagOf(chain));
        chain.Write(Memory, reply);
        Device.Answer(chain, reply.Length);
    }

    /// <summary>Which request has this chain's reply buffer.</summary>
    public ushort TagOf(Chain chain) => Transport.TagOfReply(chain.Writable[0].Address);
}

public sealed class FakeTransport(
    GuestMemory memory, FakeDevice device, SplitQueue<RingMemory> queue, ChainWriter<RingMemory> writer, QueueLayout layout)
    : RingTransport<RingMemory>(device, queue, writer, layout, layout.Size)
{
    private readonly System.Collections.Generic.List<ulong> _buffers = [];

    public PoisonReason Reported { get; private set; }

    public int Wakes { get; private set; }

    public bool Arm() => ArmInterrupt();

    public void Disarm() => DisarmInterrupt();

    public ushort TagOfReply(ulong address) => (ushort)(_buffers.IndexOf(address) / 2);

    public override MessageBuffer AllocateBuffer(int length)
    {
        MessageBuffer buffer = memory.AllocateBuffer(length);
        _buffers.Add(buffer.Address);
        return buffer;
    }

    public override void Wait(Request request) => Poll();

    public override void WaitForFreeRequest() => Poll();

    public override void Wake(Request request) => Wakes++;

    protected override void Report(PoisonReason reason) => Reported = reason;
}
