// How a request becomes descriptors (Q20, Q21 of docs/compat/faults.md): every byte once, in order, with room for any reply.
namespace Virtio.Tests;

using System;
using System.Buffers.Binary;
using System.Linq;
using Drivers.Virtio;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;
using Virtio.Tests.Fakes;
using Xunit;

public abstract class RequestChainTests(RingKind kind)
{
    private const int Megabytes = 1 << 20;

    [Fact]
    public void Q20_ARequestWithoutRoomForAnErrorIsRefused()
    {
        var session = new Session(kind: kind);
        Request request = session.Take();
        request.ReplyHeaderLength = 10;
        Assert.Equal(Errno.EINVAL, session.Table.Submit(request));
        Assert.Equal(RequestState.Encoding, request.State);
        Assert.Equal(0, session.Transport.InFlight);
        Assert.Empty(session.Device.TakeAvailable());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 4095)]
    [InlineData(2, 4095)]
    [InlineData(4095, 1)]
    [InlineData(4096, 0)]
    [InlineData(4096, 1)]
    [InlineData(4097, 4095)]
    [InlineData(65536, 123)]
    public void Q20_TheRoomIsTheHeadersAndThePayloads(int length, int skew)
    {
        var session = new Session(memory: Megabytes, kind: kind);
        Chain chain = Post(session, length, skew, isOutgoing: false);
        Assert.Equal(11 + length, chain.Room);
        Assert.Equal(23, chain.Readable.Sum(segment => segment.Length));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 4095)]
    [InlineData(2, 4095)]
    [InlineData(4097, 4095)]
    [InlineData(65537, 7)]
    public void Q21_DataOfAWriteFollowsTheMessage(int length, int skew)
    {
        var session = new Session(memory: Megabytes, kind: kind);
        byte[] data = Pattern(length);
        Chain chain = Post(session, length, skew, isOutgoing: true, data);
        Assert.Equal(data, chain.Read(session.Memory).Skip(23));
        Assert.Equal(11, chain.Room);
    }

    [Theory]
    [InlineData(1, 4095)]
    [InlineData(4097, 4095)]
    [InlineData(65537, 7)]
    public void Q21_DataOfAReadLandsInThePayload(int length, int skew)
    {
        var session = new Session(memory: Megabytes, kind: kind);
        Request request = Encode(session, isOutgoing: false);
        var payload = ScatteredBuffer.OfPages(session.Memory, IoDirection.FromFile, length, skew);
        request.Payload = payload;
        request.PayloadLength = length;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Chain chain = session.Device.TakeAvailable()[0];
        byte[] reply = Pattern(11 + length);
        chain.Write(session.Memory, reply);
        byte[] got = new byte[length];
        payload.Get(0, got);
        Assert.Equal(reply.Skip(11), got);
        Assert.Equal(reply.Take(11), request.Reply.Bytes.Slice(0, 11).ToArray());
    }

    [Fact]
    public void Q21_APartOfAPayloadStartsAtItsOffset()
    {
        var session = new Session(kind: kind);
        Request request = Encode(session, isOutgoing: true);
        byte[] data = Pattern(9000);
        var payload = ScatteredBuffer.OfPages(session.Memory, IoDirection.ToFile, data.Length, 100);
        payload.Put(0, data);
        request.Payload = payload;
        request.PayloadOffset = 4000;
        request.PayloadLength = 4500;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        byte[] sent = session.Device.TakeAvailable()[0].Read(session.Memory);
        Assert.Equal(data.AsSpan(4000, 4500).ToArray(), sent.AsSpan(23).ToArray());
    }

    [Fact]
    public void Q21_APayloadAcrossFourGibibytes()
    {
        var session = new Session(memory: 16 * Megabytes, start: 0x1_0000_0000 - (8UL << 20), kind: kind);
        ulong here = session.Memory.Allocate(1);
        session.Memory.Allocate((int)(0x1_0000_0000 - here) - 8192);
        ulong address = session.Memory.Allocate(8192);
        Assert.True(address < 0x1_0000_0000 && address + 8192 > 0x1_0000_0000);
        Request request = Encode(session, isOutgoing: false);
        request.Payload = new ScatteredBuffer(
            session.Memory, IoDirection.FromFile, new Segment(address, 4096), new Segment(address + 4096, 4096));
        request.PayloadLength = 8192;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Chain chain = session.Device.TakeAvailable()[0];
        Assert.Equal(new Segment(address, 8192), chain.Writable[1]);
    }

    [Fact]
    public void NeighboursInMemoryShareADescriptor()
    {
        var session = new Session(kind: kind);
        ulong address = session.Memory.Allocate(3 * 4096);
        Request request = Encode(session, isOutgoing: false);
        request.Payload = new ScatteredBuffer(
            session.Memory,
            IoDirection.FromFile,
            new Segment(address + 4095, 1),
            new Segment(address + 4096, 4096),
            new Segment(address, 4095));
        request.PayloadLength = 8192;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Chain chain = session.Device.TakeAvailable()[0];
        Assert.Equal([new Segment(address + 4095, 4097), new Segment(address, 4095)], chain.Writable.Skip(1));
    }

    [Fact]
    public void NeighboursOfWhichOnlyOneIsWritableDoNot()
    {
        var session = new Session(kind: kind);
        Request request = session.Take();
        request.MessageLength = (int)(request.Reply.Address - request.Message.Address);
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Chain chain = session.Device.TakeAvailable()[0];
        Assert.Equal([new Segment(request.Message.Address, request.MessageLength)], chain.Readable);
        Assert.Equal([new Segment(request.Reply.Address, 11)], chain.Writable);
    }

    [Fact]
    public void AReplyMayFillAllOfItsSegments()
    {
        const int Length = 10_000;
        var session = new Session(kind: kind);
        Request request = Encode(session, isOutgoing: false);
        request.Payload = ScatteredBuffer.OfPages(session.Memory, IoDirection.FromFile, Length, 1);
        request.PayloadLength = Length;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        byte[] reply = new byte[11 + Length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        reply[4] = (byte)MessageType.Rread;
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(5), request.WireTag);
        Chain chain = session.Device.TakeAvailable()[0];
        chain.Write(session.Memory, reply);
        session.Device.Answer(chain, reply.Length);
        Assert.True(session.Transport.Poll());
        Assert.Equal((RequestState.Received, Errno.None, reply.Length), (request.State, request.Failure, request.ReceivedLength));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(132)]
    [InlineData(256)]
    public void TheLargestMessageFitsFromAnyScatteredBuffer(int segments)
    {
        var session = new Session(size: 4, segments: segments, memory: 8 * Megabytes, kind: kind);
        int count = session.Transport.MaximumMessageSize - Wire9P.IoHeaderLength;
        Assert.True(segments < 132 || count >= 512 * 1024);
        foreach (int skew in (int[])[0, 1, 4095])
        {
            Chain chain = Post(session, count, skew, isOutgoing: false);
            Assert.Equal(11 + count, chain.Room);
        }
    }

    [Theory]
    [InlineData(4096 + 24)]
    [InlineData(8192)]
    [InlineData(65536)]
    [InlineData(524288 + 24)]
    [InlineData((4 << 20) + 24)]
    public void TablesAreAsLargeAsTheMessageNeeds(int messageSize)
    {
        ChainBudget budget = ChainBudget.For(messageSize);
        Assert.True(budget.MessageSize >= messageSize);
        Assert.True(ChainBudget.OfSegments(budget.Segments - 1).MessageSize < messageSize);
    }

    [Fact]
    public void MorePiecesThanTheTableHasAreRefused()
    {
        var session = new Session(size: 4, segments: 5, kind: kind);
        var pieces = Enumerable.Range(0, 4).Select(_ => new Segment(session.Memory.Allocate(64, 4096), 64)).ToArray();
        Request request = Encode(session, isOutgoing: false);
        request.Payload = new ScatteredBuffer(session.Memory, IoDirection.FromFile, pieces);
        request.PayloadLength = 4 * 64;
        Assert.Equal(Errno.EMSGSIZE, session.Table.Submit(request));
        Assert.Equal(0, session.Transport.InFlight);

        request.PayloadLength = 3 * 64;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Assert.Equal(4, session.Device.TakeAvailable()[0].Writable.Count);
    }

    [Fact]
    public void ABufferThatClaimsMoreThanAskedIsRefused()
    {
        var session = new Session(kind: kind);
        Request request = Encode(session, isOutgoing: false);
        request.Payload = new GreedyBuffer();
        request.PayloadLength = 100;
        Assert.Equal(Errno.EMSGSIZE, session.Table.Submit(request));
    }

    private static Chain Post(Session session, int length, int skew, bool isOutgoing, byte[]? data = null)
    {
        Request request = Encode(session, isOutgoing);
        if (length > 0)
        {
            var payload = ScatteredBuffer.OfPages(
                session.Memory, isOutgoing ? IoDirection.ToFile : IoDirection.FromFile, length, skew);
            payload.Put(0, data ?? []);
            request.Payload = payload;
        }

        request.PayloadLength = length;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        return Assert.Single(session.Device.TakeAvailable());
    }

    private static Request Encode(Session session, bool isOutgoing)
    {
        Request request = session.Take();
        request.Type = isOutgoing ? MessageType.Twrite : MessageType.Tread;
        request.MessageLength = 23;
        request.ReplyHeaderLength = 11;
        request.PayloadOffset = 0;
        request.IsPayloadOutgoing = isOutgoing;
        return request;
    }

    private static byte[] Pattern(int length) => Enumerable.Range(0, length).Select(i => (byte)(i * 7 + (i >> 8))).ToArray();

    private sealed class GreedyBuffer : IoBuffer
    {
        public override int Length => 100;

        public override IoDirection Direction => IoDirection.FromFile;

        public override Errno Put(int offset, ReadOnlySpan<byte> source) => Errno.EFAULT;

        public override Errno Get(int offset, Span<byte> destination) => Errno.EFAULT;

        public override Errno Clear(int offset, int length) => Errno.EFAULT;

        public override Result<int> Pin(int offset, int length) => length;

        public override void Unpin(int offset, int length)
        {
        }

        public override IoSegment SegmentAt(int offset, int limit) => new(0x1000_0000, limit + 1);
    }
}

public sealed class SplitRequestChainTests() : RequestChainTests(RingKind.Split);

public sealed class LegacyRequestChainTests() : RequestChainTests(RingKind.Legacy);

public sealed class PackedRequestChainTests() : RequestChainTests(RingKind.Packed);
