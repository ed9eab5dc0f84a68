// What a backend does wrong while it serves: one session ends with EIO, and nothing else happens (B4 to B12 above the ring itself).
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Drivers.Xen;
using Drivers.Xen.NineP;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;
using Xen.Tests.Fakes;
using Xunit;

public sealed class BackendFaultTests
{
    [Fact]
    public void B4_LieAboutIndicesEndsTheSession()
    {
        var session = new RingsSession(rings: 2);
        Request first = session.Send(), second = session.Send();
        session.Backend[1].LieAboutInProduced(0x7777_7777);
        AssertBroken(session, PoisonReason.RingIndices, first, second);
    }

    [Theory]
    [InlineData(6u, PoisonReason.ReplyTooShort)]
    [InlineData(4097u, PoisonReason.ReplyTooLarge)]
    [InlineData(0xFFFF_FFFFu, PoisonReason.ReplyTooLarge)]
    public void B5_ImpossibleSizeEndsTheSession(uint size, PoisonReason reason)
    {
        var session = new RingsSession();
        Request request = session.Send();
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, size);
        session.Backend[0].Write(bytes);
        session.Backend[0].Publish(4);
        AssertBroken(session, reason, request);
    }

    [Fact]
    public void B5_ReplyBeyondItsRoomEndsTheSessionAndOverrunsNothing()
    {
        var session = new RingsSession();
        var data = new byte[200];
        Request request = session.SendRead(new ArrayBuffer(data.AsSpan(0, 100).ToArray(), IoDirection.FromFile));
        session.Backend[0].Put(RingsSession.ReplyTo(request.Tag, MessageType.Rread, 11 + 101));
        AssertBroken(session, PoisonReason.ReplyTooLarge, request);
    }

    // The header that was judged is what the request gets, whatever the ring says when the reply is copied.
    [Fact]
    public void B6_HeaderOfTheReplyIsTheOneThatWasJudged()
    {
        var session = new RingsSession();
        var data = new byte[100];
        Request request = session.SendRead(new RewritingBuffer(data, () => session.Backend[0].Write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xFF], -111)));
        session.Backend[0].Put(RingsSession.ReplyTo(request.Tag, MessageType.Rread, 11 + 100));
        session.Transport.Poll();
        Assert.Equal(RequestState.Received, request.State);
        Assert.Equal(111, BinaryPrimitives.ReadInt32LittleEndian(request.Reply.Bytes));
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
    }

    [Fact]
    public void B7_HalfAReplyIsWaitedForAndThenNoMore()
    {
        var session = new RingsSession(rings: 2);
        Request request = session.Send(), other = session.Send();
        session.Backend[0].Write(RingsSession.ReplyTo(request.Tag));
        session.Backend[0].Publish(5);
        Assert.False(session.Transport.Poll());
        session.Transport.CheckReplies(1);
        session.Transport.CheckReplies(RequestRing.Patience);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);

        // Another byte, and the time begins anew.
        session.Backend[0].Publish(1);
        session.Transport.Poll();
        session.Transport.CheckReplies(RequestRing.Patience + 1);
        session.Transport.CheckReplies(RequestRing.Patience * 2);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
        session.Transport.CheckReplies(RequestRing.Patience * 2 + 1);
        Assert.Equal(PoisonReason.PartialReply, session.Transport.Poisoned);
        AssertBroken(session, PoisonReason.PartialReply, request, other);
    }

    [Fact]
    public void B7_SlowServerIsWaitedForWithoutEnd()
    {
        var session = new RingsSession();
        session.Send();
        session.Transport.Poll();
        session.Transport.CheckReplies(1);
        session.Transport.CheckReplies(ulong.MaxValue);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
    }

    [Fact]
    public void B9_ReplyOnTheWrongRingEndsTheSession()
    {
        var session = new RingsSession(rings: 2);
        Request first = session.Send(), second = session.Send();
        session.Backend[1].Put(RingsSession.ReplyTo(first.Tag));
        AssertBroken(session, PoisonReason.WrongRing, first, second);
    }

    [Fact]
    public void B9_ReplyToWhatTheBackendHasNotSeenEndsTheSession()
    {
        var session = new RingsSession(rings: 1, order: 2);
        Request first = session.Send(replyRoom: 4000), second = session.Send(replyRoom: 4105), third = session.Send(replyRoom: 4105);
        Assert.Equal(1, session.Transport[0].Waiting);
        session.Backend[0].Put(RingsSession.ReplyTo(third.Tag));
        AssertBroken(session, PoisonReason.WrongRing, first, second, third);
    }

    [Fact]
    public void B9_ReplyForNobodyIsDroppedAndTooManyEndTheSession()
    {
        var session = new RingsSession(rings: 2);
        Request request = session.Send();
        for (int count = 0; count < RequestTable.FaultLimit; count++)
        {
            session.Backend[count % 2].Put(RingsSession.ReplyTo((ushort)(700 + count), length: 30));
            session.Transport.Poll();
        }

        Assert.Equal(RequestTable.FaultLimit, session.Table.Dropped);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
        session.Backend[0].Put(RingsSession.ReplyTo(9));
        AssertBroken(session, PoisonReason.WrongTag, request);
    }

    [Fact]
    public void B10_OurRequestsNeverLetTheRepliesFillTheRing()
    {
        var session = new RingsSession(rings: 1, order: 2, messageSize: 4096, requests: 16);
        for (int count = 0; count < 16; count++)
        {
            session.Send(replyRoom: 4096);
        }

        // Two of 4096 would fill the 8192 to the last byte, and to QEMU a full ring looks empty.
        Assert.Equal(1, session.Transport[0].InFlight);
        for (int count = 0; count < 16; count++)
        {
            byte[] message = session.Backend[0].Take()!;
            session.Backend[0].Put(RingsSession.ReplyTo(BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5)), length: 4096));
            Assert.InRange(session.Backend[0].Free, 1, 8191);
            session.Transport.Poll();
        }

        Assert.Equal(0, session.Transport.InFlight);
    }

    [Fact]
    public void B11_EventsForNothingAndBeforeTheDataAreHarmless()
    {
        var session = new RingsSession();
        Request request = session.Send();
        Assert.False(session.Transport.Poll());
        Assert.False(session.Transport.Poll());
        session.Answer(0);
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, request.State);
    }

    [Fact]
    public void B11_LostEventCostsATurnOfLookingOnly()
    {
        // No channel is rung at all: whoever looks finds it.
        var session = new RingsSession(rings: 4);
        var requests = new List<Request>();
        for (int count = 0; count < 8; count++)
        {
            requests.Add(session.Send());
        }

        for (int ring = 0; ring < 4; ring++)
        {
            session.Answer(ring);
        }

        session.Transport.Poll();
        Assert.All(requests, request => Assert.Equal(RequestState.Received, request.State));
    }

    [Fact]
    public void B12_ReplyWhoseEventCameWhileMaskedIsFoundAfterUnmasking()
    {
        var counter = new CountingHandler();
        var channel = new FakeChannel(1, counter);
        SharedMemory page = HeapMemory.Make(4096), data = HeapMemory.Make(16384);
        var ring = new NinePRing(page, data);
        ring.Describe([1, 2, 3, 4]);
        var backend = new BackendRing(page, data);
        var transport = new FakeTransport([new RequestRing(0, ring, channel, 4)], 4, 4096);
        var table = new RequestTable(transport, 4, null);
        Request request = Take(table);
        transport.Disarm();
        backend.Put(RingsSession.ReplyTo(request.Tag, MessageType.Rfsync));
        channel.Raise();
        Assert.Equal(0, counter.Calls);

        // As the idle loop does: unmask, then look.
        transport.Arm();
        Assert.True(transport.Poll());
        Assert.Equal(RequestState.Received, request.State);
        Assert.Equal(0, counter.Calls);
        channel.Raise();
        Assert.Equal(1, counter.Calls);
    }

    private static Request Take(RequestTable table)
    {
        Request request = table.TryTakeReserved()!;
        request.Type = MessageType.Tfsync;
        request.MessageLength = WireWriter.Encode(request.Message.Bytes, request.Tag, new Tfsync(0, 0), 0).Value;
        request.ReplyHeaderLength = 11;
        Assert.Equal(Errno.None, table.Submit(request));
        return request;
    }

    /// <summary>All are EIO, nothing more can be sent, and nobody is asked to come back.</summary>
    private static void AssertBroken(RingsSession session, PoisonReason reason, params Request[] requests)
    {
        session.Transport.Poll();
        Assert.Equal(reason, session.Transport.Poisoned);
        Assert.Equal(reason, session.Transport.Reported);
        Assert.All(requests, request => Assert.Equal((RequestState.Failed, Errno.EIO), (request.State, request.Failure)));
        Assert.Equal(0, session.Transport.InFlight);
        Assert.False(session.Transport.Poll());
        Assert.Equal(Errno.EIO, session.Table.Restart());
        foreach (Request request in requests)
        {
            session.Table.Return(request);
        }

        Assert.Equal(0, session.Table.InUse);
        Assert.Equal(0, session.Table.Quarantined);
        int rung = session.Channels[0].Notifications;
        session.Transport.Kick();
        session.Transport.Arm();
        Assert.Equal(rung, session.Channels[0].Notifications);
        Assert.All(session.Channels, channel => Assert.True(channel.IsMasked));
    }

    private sealed class CountingHandler : Kernel.Interrupts.InterruptHandler
    {
        public int Calls { get; private set; }

        public override void Handle() => Calls++;
    }

    /// <summary>While it is written to, the other side changes what has been read already.</summary>
    private sealed class RewritingBuffer(byte[] bytes, Action rewrite) : IoBuffer
    {
        public override int Length => bytes.Length;

        public override IoDirection Direction => IoDirection.FromFile;

        public override Errno Put(int offset, ReadOnlySpan<byte> source)
        {
            rewrite();
            source.CopyTo(bytes.AsSpan(offset));
            return Errno.None;
        }

        public override Errno Get(int offset, Span<byte> destination) => Errno.EFAULT;

        public override Errno Clear(int offset, int length) => Errno.EFAULT;

        public override Result<int> Pin(int offset, int length) => length;

        public override void Unpin(int offset, int length)
        {
        }

        public override IoSegment SegmentAt(int offset, int limit) => throw new NotSupportedException();
    }
}
