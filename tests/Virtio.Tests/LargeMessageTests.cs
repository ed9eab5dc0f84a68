// Messages of 4 MiB: more pages than a device takes segments, so that the last ones travel through the slot's tail.
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

public abstract class LargeMessageTests(RingKind kind)
{
    private const int Megabytes = 1 << 20;

    /// <summary>From pages of which no two are neighbours, wherever the first one is entered: more of them than a device takes segments.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    public void FourMebibytesFitInOneRequest(int skew)
    {
        const int Length = 4 * Megabytes;
        ChainBudget budget = ChainBudget.For(Length + Wire9P.IoHeaderLength);
        var session = new Session(size: 2, memory: 24 * Megabytes, kind: kind, budget: budget);
        Assert.True(session.Transport.MaximumMessageSize >= Length + Wire9P.IoHeaderLength);
        Assert.True(budget.Segments <= QueueLayout.MostSegments);

        byte[] data = Pattern(Length);
        Request write = Encode(session, isOutgoing: true);
        write.Payload = ScatteredBuffer.OfPages(session.Memory, IoDirection.ToFile, Length, skew);
        write.Payload.Put(0, data);
        write.PayloadLength = Length;
        Assert.Equal(Errno.None, session.Table.Submit(write));
        Chain sent = Assert.Single(session.Device.TakeAvailable());
        Assert.True(data.AsSpan().SequenceEqual(sent.Read(session.Memory).AsSpan(23)));
        Assert.Equal(11, sent.Room);

        Request read = Encode(session, isOutgoing: false);
        var payload = ScatteredBuffer.OfPages(session.Memory, IoDirection.FromFile, Length, skew);
        read.Type = MessageType.Tread;
        read.Payload = payload;
        read.PayloadLength = Length;
        Assert.Equal(Errno.None, session.Table.Submit(read));
        foreach (int count in (int[])[Length, Length - 1])
        {
            byte[] reply = Reply(read, data.AsSpan(0, count));
            Chain chain = Assert.Single(session.Device.TakeAvailable());
            Assert.True(chain.Readable.Count + chain.Writable.Count <= QueueLayout.MostSegments);
            chain.Write(session.Memory, reply);
            session.Device.Answer(chain, reply.Length);
            Assert.True(session.Transport.Poll());
            Assert.Equal((RequestState.Received, reply.Length), (read.State, read.ReceivedLength));
            byte[] got = new byte[Length];
            payload.Get(0, got);
            Assert.True(got.AsSpan(0, count).SequenceEqual(data.AsSpan(0, count)));
            payload.Clear(0, Length);
            read.State = RequestState.Encoding;
            session.Table.Submit(read);
        }
    }

    [Fact]
    public void ATailIsOnlyUsedWhereThePagesAreTooMany()
    {
        ChainBudget budget = ChainBudget.For((4 * Megabytes) + Wire9P.IoHeaderLength);
        var session = new Session(size: 1, memory: 16 * Megabytes, kind: kind, budget: budget);
        ulong address = session.Memory.Allocate(4 * Megabytes);
        Request request = Encode(session, isOutgoing: false);
        request.Payload = new ScatteredBuffer(session.Memory, IoDirection.FromFile, new Segment(address, 4 * Megabytes));
        request.PayloadLength = 4 * Megabytes;
        Assert.Equal(Errno.None, session.Table.Submit(request));
        Assert.Equal(new Segment(address, 4 * Megabytes), Assert.Single(session.Device.TakeAvailable()).Writable[1]);
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

    private static byte[] Reply(Request request, ReadOnlySpan<byte> data)
    {
        byte[] reply = new byte[11 + data.Length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        reply[4] = (byte)MessageType.Rread;
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(5), request.WireTag);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(7), data.Length);
        data.CopyTo(reply.AsSpan(11));
        return reply;
    }

    private static byte[] Pattern(int length) => Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i >> 8))).ToArray();
}

public sealed class SplitLargeMessageTests() : LargeMessageTests(RingKind.Split);

public sealed class LegacyLargeMessageTests() : LargeMessageTests(RingKind.Legacy);

public sealed class PackedLargeMessageTests() : LargeMessageTests(RingKind.Packed);
