// A request table over the rings of a fake backend: what the tests of transports and faults start from.
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Drivers.Xen;
using Drivers.Xen.NineP;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Wire;
using Vfs;
using Xen.Tests.Fakes;
using Xunit;

public sealed class RingsSession
{
    public RingsSession(int rings = 1, int order = 2, int messageSize = 4096, int requests = 16, uint start = 0)
    {
        var ours = new RequestRing[rings];
        for (int index = 0; index < rings; index++)
        {
            SharedMemory page = HeapMemory.Make(4096), data = HeapMemory.Make(4096 << order);
            var ring = new NinePRing(page, data, start);
            ring.Describe(new uint[1 << order]);
            Backend.Add(new BackendRing(page, data, start));
            Channels.Add(new FakeChannel((uint)index, null));
            ours[index] = new RequestRing(index, ring, Channels[index], requests);
        }

        Transport = new FakeTransport(ours, requests, messageSize);
        Table = new RequestTable(Transport, requests, null);
    }

    public List<BackendRing> Backend { get; } = [];

    public List<FakeChannel> Channels { get; } = [];

    public FakeTransport Transport { get; }

    public RequestTable Table { get; }

    /// <summary>A Tclunk with room for its reply, not submitted. Uses the reserve too.</summary>
    public Request Take(int replyRoom = 11)
    {
        Request request = Table.TryTakeReserved()!;
        request.Type = MessageType.Tclunk;
        request.MessageLength = 11;
        request.ReplyHeaderLength = replyRoom;
        Span<byte> bytes = request.Message.Bytes;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 11);
        bytes[4] = (byte)MessageType.Tclunk;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(5), request.WireTag);
        return request;
    }

    public Request Send(int replyRoom = 11)
    {
        Request request = Take(replyRoom);
        Assert.Equal(Errno.None, Table.Submit(request));
        return request;
    }

    /// <summary>A Tread whose data comes to <paramref name="into"/>.</summary>
    public Request SendRead(IoBuffer into)
    {
        Request request = Take();
        request.Type = MessageType.Tread;
        request.Message.Bytes[4] = (byte)MessageType.Tread;
        request.Payload = into;
        request.PayloadOffset = 0;
        request.PayloadLength = into.Length;
        request.IsPayloadOutgoing = false;
        Assert.Equal(Errno.None, Table.Submit(request));
        return request;
    }

    /// <summary>A Twrite with its data; not submitted.</summary>
    public Request TakeWrite(IoBuffer from)
    {
        Request request = Take();
        request.Type = MessageType.Twrite;
        request.MessageLength = 23;
        Span<byte> bytes = request.Message.Bytes;
        bytes.Slice(7, 16).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 23 + from.Length);
        bytes[4] = (byte)MessageType.Twrite;
        request.Payload = from;
        request.PayloadOffset = 0;
        request.PayloadLength = from.Length;
        request.IsPayloadOutgoing = true;
        return request;
    }

    /// <summary>A sound reply without a body.</summary>
    public static byte[] ReplyTo(ushort tag, MessageType type = MessageType.Rclunk, int length = 7)
    {
        var reply = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, length);
        reply[4] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(5), tag);
        return reply;
    }

    /// <summary>Answers everything that is visible on a ring, one after the other as QEMU does.</summary>
    public int Answer(int ring)
    {
        int count = 0;
        while (Backend[ring].Peek() is { } message)
        {
            Backend[ring].Put(ReplyTo(BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5)), (MessageType)(message[4] + 1)));
            Backend[ring].Release(message.Length);
            count++;
        }

        return count;
    }
}

/// <summary>Does not wait: the test answers.</summary>
public sealed class FakeTransport(RequestRing[] rings, int requestLimit, int messageSize)
    : RingsTransport(rings, requestLimit, messageSize)
{
    public PoisonReason Reported { get; private set; }

    public override RequestWaiter Waiter => field ??= new TestWaiter(Wait, WaitForFree);

    public void Arm() => ArmInterrupt();

    public void Disarm() => DisarmInterrupt();

    public override MessageBuffer AllocateBuffer(int length) => new ArrayMessage(length);

    /// <summary>What the other side does while somebody who was killed waits for Rflush; nothing: the time is over.</summary>
    public Action? WhileFlushing { get; set; }

    protected override void Report(PoisonReason reason) => Reported = reason;

    // Whoever waits has been killed.
    private Errno Wait(Request request, WaitLimit limit)
    {
        if (limit == WaitLimit.Patience)
        {
            WhileFlushing?.Invoke();
        }

        if (!request.IsDone)
        {
            Poll();
        }

        return !request.IsDone && limit == WaitLimit.Death ? Errno.EINTR : TestWaiter.ResultOf(request, limit);
    }

    private Errno WaitForFree(WaitLimit limit)
    {
        Poll();
        return Errno.None;
    }
}

public sealed class ArrayMessage(int length) : MessageBuffer
{
    private readonly byte[] _bytes = new byte[length];

    public override Span<byte> Bytes => _bytes;

    public override ulong Address => 0;
}
