// Watches: marks that a flood of events cannot overflow.
namespace Xen.Tests.Store;

using System.Text;
using Drivers.Xen.Store;
using Kernel.Abi;
using Xen.Tests.Fakes;
using Xunit;

public sealed class StoreWatchTests
{
    private const ulong Second = 1_000_000_000;

    [Theory]
    [InlineData(StoreRules.Xenstored, false)]
    [InlineData(StoreRules.Xenstored, true)]
    [InlineData(StoreRules.Oxenstored, false)]
    [InlineData(StoreRules.Oxenstored, true)]
    public void AWatchIsMarkedOnceAtRegistrationAndThenByChanges(StoreRules rules, bool isEarly)
    {
        var store = new FakeStore(rules) { IsFirstEventEarly = isEarly };
        StoreClient client = store.Connect();

        StoreWatch watch = client.Watch("/b/state"u8).Value;
        Assert.True(client.WaitForChange(watch, client.Now + Second));
        Assert.True(watch.TakeChange());
        Assert.False(client.WaitForChange(watch, client.Now + Second));

        store.Tree["/b/state"] = "2";
        Assert.True(client.WaitForChange(watch, client.Now + Second));
        Assert.True(watch.TakeChange());
        Assert.False(watch.TakeChange());
        Assert.Equal(0ul, client.Dropped);
    }

    [Fact]
    public void ARelativePathIsWatchedToo()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        StoreWatch watch = client.Watch("device"u8).Value;
        client.WaitForChange(watch, client.Now + Second);
        watch.TakeChange();

        store.Tree["/local/domain/5/device/9pfs/0/state"] = "4";
        Assert.True(client.WaitForChange(watch, client.Now + Second));
    }

    [Fact]
    public void AChangeMarksByInterruptWhenNobodyWaits()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        StoreWatch watch = client.Watch("/b"u8).Value;
        client.WaitForChange(watch, client.Now + Second);
        watch.TakeChange();

        store.Tree["/b"] = "x";
        store.Run();
        Assert.False(watch.IsChanged);
        store.Channels.Interrupt();
        Assert.True(watch.IsChanged);
    }

    [Fact]
    public void EventsBetweenARequestAndItsAnswerAreKept()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        StoreWatch watch = client.Watch("/b"u8).Value;
        client.WaitForChange(watch, client.Now + Second);
        watch.TakeChange();
        store.Tree["/v"] = "value";
        store.BeforeAnswer = () => store.Tree["/b"] = "x";

        Assert.Equal("value", StoreClientTests.Read(client, "/v"));
        Assert.True(watch.IsChanged);
    }

    [Fact]
    public void AnEventThatComesWithAnAnswerNeedsNoRingOfItsOwn()
    {
        var store = new FakeStore { IsFirstEventEarly = false };
        StoreClient client = store.Connect();

        Assert.True(client.Watch("/b"u8).Value.IsChanged);
        Assert.False(store.Channels.IsPending);
    }

    [Fact]
    public void B14_AFloodOfEventsLosesNoAnswerAndTakesNoRoom()
    {
        const int Flood = 20_000;
        var store = new FakeStore();
        StoreClient client = store.Connect();
        StoreWatch watch = client.Watch("/b"u8).Value;
        store.Tree["/v"] = "value";
        for (int i = 0; i < Flood; i++)
        {
            store.Tree["/b"] = i.ToString();
        }

        Assert.Equal("value", StoreClientTests.Read(client, "/v"));
        Assert.Equal(Flood + 1ul, client.Events);
        Assert.True(watch.TakeChange());
        Assert.Equal(0, store.Wait.Jumps);
    }

    [Fact]
    public void B14_AFloodWithoutEndEndsACallNevertheless()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        StoreWatch watch = client.Watch("/b"u8).Value;
        store.Refuses = _ => null;
        store.Wait.EachWait = () =>
        {
            for (int i = 0; i < 100; i++)
            {
                store.Send((uint)StoreMessageType.WatchEvent, 0, Encoding.ASCII.GetBytes("/b\0" + "0\0"));
            }

            store.Wait.Advance(10_000_000);
        };
        store.Drops = _ => true;

        Assert.Equal(Errno.EIO, client.Read("/v"u8, new byte[8]).Error);
        Assert.True(client.IsBroken);
        Assert.True(watch.IsChanged);
    }

    [Fact]
    public void AWatchThatWasEndedIsMarkedNoMoreAndItsPlaceIsUsedAgain()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect(watches: 1);
        StoreWatch watch = client.Watch("/b"u8).Value;
        Assert.Equal(Errno.ENOSPC, client.Watch("/c"u8).Error);
        client.WaitForChange(watch, client.Now + Second);
        watch.TakeChange();

        store.Tree["/b"] = "late";
        Assert.Equal(Errno.None, client.Unwatch("/b"u8, watch));
        Assert.Equal(0, client.WatchesInUse);
        Assert.Equal(Errno.EINVAL, client.Unwatch("/b"u8, watch));
        store.Send((uint)StoreMessageType.WatchEvent, 0, "/b\0000\0"u8);
        store.Run();
        client.Poll();
        Assert.Equal(1ul, client.Dropped);
        Assert.False(client.Watch("/c"u8).IsError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/b")]
    [InlineData("/b\0")]
    [InlineData("/b\0\0")]
    [InlineData("/b\0x\0")]
    [InlineData("/b\08\0")]
    [InlineData("/b\04294967295\0")]
    public void AnEventOfNoWatchOfOursIsDropped(string payload)
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        StoreWatch watch = client.Watch("/b"u8).Value;
        client.WaitForChange(watch, client.Now + Second);
        watch.TakeChange();

        store.Send((uint)StoreMessageType.WatchEvent, 0, Encoding.ASCII.GetBytes(payload));
        Assert.False(client.WaitForChange(watch, client.Now + Second));
        Assert.Equal(1ul, client.Dropped);
        Assert.False(client.IsBroken);
    }

    [Fact]
    public void AWatchThatAnEarlierSystemLeftIsTakenOver()
    {
        var store = new FakeStore();
        store.Connect().Watch("/b"u8);
        StoreClient client = store.Connect();

        StoreWatch watch = client.Watch("/b"u8).Value;
        Assert.True(watch.IsChanged);
        watch.TakeChange();
        store.Tree["/b"] = "1";
        Assert.True(client.WaitForChange(watch, client.Now + Second));
    }

    [Fact]
    public void ResetEndsAllWatches()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        client.Watch("/b"u8);
        client.Watch("/c"u8);

        Assert.Equal(Errno.None, client.ResetWatches());
        Assert.Equal(0, store.Watches);
        Assert.Equal(0, client.WatchesInUse);
    }

    [Fact]
    public void AWatchThatIsRefusedTakesNoPlace()
    {
        var store = new FakeStore(StoreRules.Oxenstored);
        StoreClient client = store.Connect(watches: 1);
        store.Refuses = header => header.Type == StoreMessageType.Watch ? "EQUOTA" : null;

        Assert.Equal(Errno.ENOSPC, client.Watch("/b"u8).Error);
        store.Refuses = null;
        Assert.False(client.Watch("/b"u8).IsError);
    }
}
