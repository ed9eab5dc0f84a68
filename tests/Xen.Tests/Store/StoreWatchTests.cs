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
    public void A_watch_is_marked_once_at_registration_and_then_by_changes(StoreRules rules, bool isEarly)
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
    public void A_relative_path_is_watched_too()
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
    public void A_change_marks_by_interrupt_when_nobody_waits()
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
    public void Events_between_a_request_and_its_answer_are_kept()
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
    public void An_event_that_comes_with_an_answer_needs_no_ring_of_its_own()
    {
        var store = new FakeStore { IsFirstEventEarly = false };
        StoreClient client = store.Connect();

        Assert.True(client.Watch("/b"u8).Value.IsChanged);
        Assert.False(store.Channels.IsPending);
    }

    [Fact]
    public void B14_a_flood_of_events_loses_no_answer_and_takes_no_room()
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
    public void B14_a_flood_without_end_ends_a_call_nevertheless()
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
    public void A_watch_that_was_ended_is_marked_no_more_and_its_place_is_used_again()
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
    public void An_event_of_no_watch_of_ours_is_dropped(string payload)
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
    public void A_watch_that_an_earlier_system_left_is_taken_over()
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
    public void Reset_ends_all_watches()
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
    public void A_watch_that_is_refused_takes_no_place()
    {
        var store = new FakeStore(StoreRules.Oxenstored);
        StoreClient client = store.Connect(watches: 1);
        store.Refuses = header => header.Type == StoreMessageType.Watch ? "EQUOTA" : null;

        Assert.Equal(Errno.ENOSPC, client.Watch("/b"u8).Error);
        store.Refuses = null;
        Assert.False(client.Watch("/b"u8).IsError);
    }
}
