// Requests over rings: which ring, in what order, and when they wait for room.
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class RingsTransportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void RequestTravelsOnTheRingOfItsTag(int rings)
    {
        var session = new RingsSession(rings);
        for (int count = 0; count < 16; count++)
        {
            Request request = session.Send();
            byte[] message = session.Backend[request.Tag % rings].Take()!;
            Assert.Equal(request.Tag, BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5)));
        }
    }

    [Fact]
    public void VersionTravelsOnTheRingOfNoTag()
    {
        var session = new RingsSession(rings: 4);
        Request request = session.Take();
        request.WireTag = Wire9P.NoTag;
        BinaryPrimitives.WriteUInt16LittleEndian(request.Message.Bytes.Slice(5), Wire9P.NoTag);
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Assert.NotNull(session.Backend[Wire9P.NoTag % 4].Take());
        session.Backend[Wire9P.NoTag % 4].Put(RingsSession.ReplyTo(Wire9P.NoTag));
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, request.State);
    }

    [Fact]
    public void RepliesInAnyOrderReachTheirRequests()
    {
        var session = new RingsSession(rings: 1);
        var requests = new List<Request>();
        for (int count = 0; count < 16; count++)
        {
            requests.Add(session.Send());
        }

        while (session.Backend[0].Take() is not null)
        {
        }

        for (int index = requests.Count - 1; index >= 0; index--)
        {
            session.Backend[0].Put(RingsSession.ReplyTo(requests[index].Tag));
        }

        Assert.True(session.Transport.Poll());
        Assert.All(requests, request => Assert.Equal(RequestState.Received, request.State));
        Assert.Equal(0, session.Transport.InFlight);
        Assert.False(session.Transport.Poll());
    }

    [Fact]
    public void DataLandsInThePayloadBehindTheHeader()
    {
        var session = new RingsSession();
        var data = new byte[3000];
        Request request = session.SendRead(new ArrayBuffer(data, IoDirection.FromFile));
        session.Backend[0].Take();
        byte[] reply = RingsSession.ReplyTo(request.Tag, MessageType.Rread, 11 + 2999);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(7), 2999);
        new Random(1).NextBytes(reply.AsSpan(11));
        session.Backend[0].Put(reply);
        session.Transport.Poll();
        Assert.Equal(RequestState.Received, request.State);
        Assert.Equal(3010, request.ReceivedLength);
        Assert.Equal(reply[..11], request.Reply.Bytes[..11].ToArray());
        Assert.Equal(reply[11..], data[..2999]);
        Assert.Equal(0, data[2999]);
    }

    [Fact]
    public void RequestsThatDoNotFitGoInTheOrderTheyCame()
    {
        var session = new RingsSession(rings: 1, order: 2, requests: 16);
        var order = new List<ushort>();
        for (int count = 0; count < 16; count++)
        {
            // Eight replies of 1000 bytes fit into 8191.
            order.Add(session.Send(replyRoom: 1000).Tag);
        }

        Assert.Equal(8, session.Transport[0].InFlight);
        Assert.Equal(8, session.Transport[0].Waiting);
        Assert.Equal(8ul, session.Transport[0].Delayed);
        var seen = new List<ushort>();
        while (session.Backend[0].Take() is { } message)
        {
            seen.Add(BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5)));
            session.Backend[0].Put(RingsSession.ReplyTo(seen[^1]));
            session.Transport.Poll();
        }

        Assert.Equal(order, seen);
        Assert.Equal(0, session.Transport.InFlight);
    }

    [Fact]
    public void SmallRequestDoesNotOvertakeALargeOneThatWaits()
    {
        var session = new RingsSession(rings: 1, order: 2, requests: 16);
        session.Send(replyRoom: 4000);
        Request large = session.Send(replyRoom: 4105);
        Assert.Equal(2, session.Transport[0].InFlight + session.Transport[0].Waiting);
        Request another = session.Send(replyRoom: 4105);
        Request small = session.Send();
        Assert.Equal(2, session.Transport[0].Waiting);
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(0, session.Transport[0].Waiting);
        Assert.Equal(RequestState.Received, large.State);
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(RequestState.Received, another.State);
        Assert.Equal(RequestState.Received, small.State);
    }

    [Fact]
    public void WritesWaitUntilTheOtherSideHasTakenThoseBefore()
    {
        var session = new RingsSession(rings: 1, order: 2, requests: 16);
        var data = new byte[4000];
        var requests = new List<Request>();
        for (int count = 0; count < 5; count++)
        {
            data.AsSpan().Fill((byte)count);
            Request request = session.TakeWrite(new ArrayBuffer((byte[])data.Clone(), IoDirection.ToFile));
            Assert.Equal(Errno.None, session.Table.Submit(request));
            requests.Add(request);
        }

        Assert.Equal(2, session.Transport[0].InFlight);
        for (int count = 0; count < 5; count++)
        {
            byte[] message = session.Backend[0].Take()!;
            Assert.Equal(4023, message.Length);
            Assert.False(message.AsSpan(23).ContainsAnyExcept((byte)count));
            session.Backend[0].Put(RingsSession.ReplyTo(requests[count].Tag, MessageType.Rwrite));
            session.Transport.Poll();
        }

        Assert.All(requests, request => Assert.Equal(RequestState.Received, request.State));
    }

    [Fact]
    public void RequestThatCanNeverFitIsTheCallersAgain()
    {
        var session = new RingsSession(rings: 1, order: 1);
        Request request = session.TakeWrite(new ArrayBuffer(new byte[4096], IoDirection.ToFile));
        Assert.Equal(Errno.EMSGSIZE, session.Table.Submit(request));
        Assert.Equal(RequestState.Encoding, request.State);
        session.Table.Return(request);
        Assert.Equal(0, session.Backend[0].Queued);
    }

    [Fact]
    public void RequestWithoutRoomForAnErrorIsRefused()
    {
        var session = new RingsSession();
        Assert.Equal(Errno.EINVAL, session.Table.Submit(session.Take(replyRoom: 10)));
    }

    [Fact]
    public void DataThatCannotBeReadIsNeverSeenByTheOtherSide()
    {
        var session = new RingsSession();
        Request request = session.TakeWrite(new FaultyBuffer(100));
        Assert.Equal(Errno.EFAULT, session.Table.Submit(request));
        session.Table.Return(request);
        session.Send();
        Assert.Equal(11, session.Backend[0].Take()!.Length);
        Assert.Null(session.Backend[0].Take());
    }

    [Fact]
    public void DataOfAWaitingRequestThatCannotBeReadFailsItAlone()
    {
        var session = new RingsSession(rings: 1, order: 2);
        session.Send(replyRoom: 4000);
        session.Send(replyRoom: 4105);
        Request request = session.TakeWrite(new FaultyBuffer(100));
        request.ReplyHeaderLength = 4105;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Request last = session.Send();
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(RequestState.Failed, request.State);
        Assert.Equal(Errno.EFAULT, request.Failure);
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(RequestState.Received, last.State);
    }

    [Fact]
    public void EventsAreMaskedWhileTheKernelLooksByItself()
    {
        var session = new RingsSession(rings: 2);
        session.Transport.Disarm();
        Assert.All(session.Channels, channel => Assert.True(channel.IsMasked));
        session.Transport.Arm();
        Assert.All(session.Channels, channel => Assert.False(channel.IsMasked));
    }

    private sealed class FaultyBuffer(int length) : IoBuffer
    {
        public override int Length => length;

        public override IoDirection Direction => IoDirection.ToFile;

        public override Errno Put(int offset, ReadOnlySpan<byte> source) => Errno.EFAULT;

        public override Errno Get(int offset, Span<byte> destination) => Errno.EFAULT;

        public override Errno Clear(int offset, int length) => Errno.EFAULT;

        public override Result<int> Pin(int offset, int length) => length;

        public override void Unpin(int offset, int length)
        {
        }

        public override IoSegment SegmentAt(int offset, int limit) => throw new NotSupportedException();
    }
}
