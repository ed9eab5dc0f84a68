// The bytes of the store's ring: every place where a message can wrap, every piece in which it can come, and rings that lie.
namespace Xen.Tests.Store;

using System.Linq;
using System.Text;
using Drivers.Xen.Store;
using Kernel.Abi;
using Kernel.Diagnostics;
using Xen.Tests.Fakes;
using Xunit;

public sealed class StoreRingTests
{
    private const int RequestConsumer = 2048, RequestProducer = 2052, ReplyConsumer = 2056, ReplyProducer = 2060, Error = 2072;

    [Fact]
    public void MessagesWrapAtEveryOffsetAndAtTheEndOfTheIndex()
    {
        for (uint offset = 0; offset < StoreRing.Capacity; offset++)
        {
            // Half of them pass 2^32.
            uint start = (offset % 2 == 0 ? uint.MaxValue - StoreRing.Capacity : 0) + 1 + offset;
            var store = new FakeStore(start: start);
            StoreClient client = store.Connect();

            Assert.Equal(Errno.None, client.Write("some/node"u8, "a value of some bytes"u8));
            Assert.Equal("a value of some bytes", StoreClientTests.Read(client, "some/node"));
            Assert.Equal(0, store.Wait.Jumps);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 1024)]
    [InlineData(1024, 1)]
    [InlineData(3, 7)]
    [InlineData(16, 15)]
    [InlineData(1000, 1023)]
    public void MessagesLongerThanTheRingPassInPiecesWithoutALostWakeUp(int reads, int writes)
    {
        var store = new FakeStore(start: 77) { ReadChunk = reads, WriteChunk = writes };
        StoreClient client = store.Connect();
        byte[] value = Enumerable.Range(0, 4000).Select(i => (byte)(i * 7)).ToArray();

        Assert.Equal(Errno.None, client.Write("v"u8, value));
        Assert.Equal(value, Encoding.Latin1.GetBytes(StoreClientTests.Read(client, "v")));
        Assert.Equal(0, store.Wait.Jumps);
    }

    [Fact]
    public void NotificationsAreOnlyForRequestsAndForRoomInAFullRing()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        store.Tree["/v"] = "1";
        StoreClientTests.Read(client, "/v");
        Assert.Equal(1, store.Channels.Notifications);

        store.Tree["/long"] = new string('x', 2000);
        StoreClientTests.Read(client, "/long");
        Assert.InRange(store.Channels.Notifications, 3, 5);
    }

    [Fact]
    public void ALostWakeUpCostsTimeAndNothingElse()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        store.Tree["/v"] = "1";
        store.Channels.IsDeaf = true;
        store.Wait.WhileWaiting = store.Run;

        Assert.Equal("1", StoreClientTests.Read(client, "/v"));
        Assert.True(store.Wait.Jumps > 0);
    }

    [Theory]
    [InlineData(RequestConsumer, 1u)]
    [InlineData(RequestConsumer, uint.MaxValue - 1024)]
    [InlineData(ReplyProducer, 1025u)]
    [InlineData(ReplyProducer, uint.MaxValue)]
    [InlineData(RequestProducer, 3u)]
    [InlineData(ReplyConsumer, 3u)]
    [InlineData(Error, 1u)]
    public void B14_ARingThatLiesIsGivenUpAtOnce(int field, uint value)
    {
        Log.Lines.Clear();
        var store = new FakeStore { IsDead = true };
        StoreClient client = store.Connect();
        ulong before = client.Now;
        store.Memory.WriteUInt32(field, value);

        Assert.Equal(Errno.EIO, client.Read("/v"u8, new byte[8]).Error);
        Assert.True(client.IsBroken);
        Assert.Equal(Errno.EIO, client.Write("/v"u8, "x"u8));
        Assert.Single(Log.Lines);
        Assert.True(client.Now - before < StoreClient.Patience);
    }

    [Theory]
    [InlineData(4097u)]
    [InlineData(uint.MaxValue)]
    public void B14_AMessageThatIsTooLongIsNotWaitedFor(uint length)
    {
        var store = new FakeStore { Drops = _ => true };
        StoreClient client = store.Connect();
        byte[] header = new byte[StoreHeader.Bytes];
        new StoreHeader(StoreMessageType.Read, 1, 0, length).Write(header);
        store.SendRaw(header);

        Assert.Equal(Errno.EIO, client.Read("/v"u8, new byte[8]).Error);
        Assert.True(client.IsBroken);
        Assert.Equal(0, store.Wait.Jumps);
    }

    [Fact]
    public void B14_AnAnswerToNothingIsDropped()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        store.Tree["/v"] = "right";
        store.Send((uint)StoreMessageType.Read, 99, "wrong"u8);
        store.Send((uint)StoreMessageType.Error, 0, "ENOENT\0"u8);
        store.Send(77, 12345, ""u8);

        Assert.Equal("right", StoreClientTests.Read(client, "/v"));
        Assert.Equal(3ul, client.Dropped);
    }

    [Fact]
    public void AnAnswerOfAnotherTypeIsEIOForThatCallOnly()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        store.Tree["/v"] = "1";
        store.Send((uint)StoreMessageType.Directory, 1, "x\0"u8);

        Assert.Equal(Errno.EIO, client.Read("/v"u8, new byte[8]).Error);
        Assert.Equal("1", StoreClientTests.Read(client, "/v"));
    }

    [Fact]
    public void ADaemonThatIsDeadIsGivenUpAfterABoundedTime()
    {
        Log.Lines.Clear();
        var store = new FakeStore { IsDead = true };
        StoreClient client = store.Connect();
        ulong before = client.Now;

        Assert.Equal(Errno.EIO, client.Write("/v"u8, new byte[4000]));
        Assert.InRange(client.Now - before, StoreClient.Patience, StoreClient.Patience + 1_000_000_000);
        ulong given = client.Now;
        Assert.Equal(Errno.EIO, client.Write("/v"u8, "x"u8));
        Assert.InRange(client.Now - given, 0ul, 1_000_000ul);
        Assert.Equal(["xenstore: no answer, given up"], Log.Lines);
    }

    [Fact]
    public void WhatAnEarlierSystemLeftInTheRingIsDropped()
    {
        var store = new FakeStore(start: 500);
        store.Send((uint)StoreMessageType.Read, 7, "left over"u8);
        store.Run();
        StoreClient client = store.Connect();
        store.Tree["/v"] = "1";

        Assert.Equal("1", StoreClientTests.Read(client, "/v"));
        Assert.Equal(1ul, client.Dropped);
    }

    [Fact]
    public void APortThatCannotBeBoundIsAnError()
    {
        var store = new FakeStore();

        Assert.Equal(Errno.EINVAL, StoreClient.Open(store.Memory, store.Channels, 9, store.Wait, 1).Error);
    }
}
