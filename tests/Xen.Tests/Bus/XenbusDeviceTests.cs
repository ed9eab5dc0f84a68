// A frontend and its backend through the store: together, apart, and everything that a backend may do instead (B3).
namespace Xen.Tests.Bus;

using System.Collections.Generic;
using Drivers.Xen.Bus;
using Drivers.Xen.Store;
using Xen.Tests.Fakes;
using Xunit;

public sealed class XenbusDeviceTests
{
    private readonly FakeStore _store = new();
    private readonly FakeBackend _backend;
    private readonly StoreClient _client;
    private readonly XenbusDevice _device;

    public XenbusDeviceTests()
    {
        _backend = new FakeBackend(_store);
        _client = _store.Connect();
        var found = new XenbusDevice[4];
        Assert.Equal(1, new Xenbus(_client).Find("9pfs"u8, found));
        _device = found[0];
        _device.Nodes.Add("version"u8, "1"u8);
        _device.Nodes.Add("ring-ref"u8, 0, 8);
    }

    public static TheoryData<int> States => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1];

    [Fact]
    public void BothSidesGetTogetherAndApart()
    {
        var states = new List<XenbusState>();
        _store.Tree.Changed += path =>
        {
            if (path == FakeBackend.Front + "/state")
            {
                states.Add(_backend.FrontState);
            }
        };
        _backend.State = XenbusState.InitWait;

        Assert.Equal(XenbusFailure.None, _device.AwaitOffer());
        Assert.Equal(XenbusFailure.None, _device.Connect());
        Assert.Equal("8", _store.Tree[FakeBackend.Front + "/ring-ref0"]);
        Assert.True(_device.IsAlive);
        Assert.True(_device.Close());
        _device.Closed();
        _device.Closed();

        Assert.Equal([XenbusState.Initialised, XenbusState.Connected, XenbusState.Closing, XenbusState.Closed], states);
        Assert.Equal(0, _client.WatchesInUse);
        Assert.Equal(0, _store.Watches);
        Assert.Equal(0, _store.Wait.Jumps);
    }

    [Fact]
    public void TheNodesAreAllThereBeforeTheBackendSeesTheState()
    {
        string? seen = null;
        _backend.State = XenbusState.InitWait;
        _backend.Follows = front =>
        {
            seen ??= _store.Tree[FakeBackend.Front + "/ring-ref0"];
            _backend.State = XenbusState.Connected;
        };
        _store.Tree.ConflictsToCome = 3;

        _device.AwaitOffer();
        Assert.Equal(XenbusFailure.None, _device.Connect());
        Assert.Equal("8", seen);
        Assert.Equal(1, _store.Tree.Commits);
    }

    [Fact]
    public void ABackendThatComesLateIsWaitedFor()
    {
        int waits = 0;
        _store.Wait.WhileWaiting = () =>
        {
            if (++waits == 5)
            {
                _backend.State = XenbusState.Initialising;
            }
            else if (waits == 9)
            {
                _backend.State = XenbusState.InitWait;
            }
        };

        Assert.Equal(XenbusFailure.None, _device.AwaitOffer());
        Assert.Equal(9, waits);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void B3_AnyStateBeforeTheOfferEndsInBoundedTime(int state)
    {
        SetBackend(state);
        ulong before = _client.Now;

        XenbusFailure failure = _device.AwaitOffer();
        Assert.Equal(
            state switch
            {
                2 or 3 => XenbusFailure.None,
                4 => XenbusFailure.WrongState,
                5 or 6 => XenbusFailure.BackendClosed,
                _ => XenbusFailure.TimedOut,
            },
            failure);
        Assert.InRange(_client.Now - before, 0ul, XenbusDevice.ConnectPatience + 1_000_000_000);
        Assert.False(_client.IsBroken);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void B3_AnyStateInsteadOfConnectedEndsInBoundedTime(int state)
    {
        _backend.State = XenbusState.InitWait;
        _backend.Follows = front =>
        {
            if (front == XenbusState.Initialised)
            {
                SetBackend(state);
            }
        };
        _device.AwaitOffer();
        ulong before = _client.Now;

        XenbusFailure failure = _device.Connect();
        Assert.Equal(
            state switch
            {
                4 => XenbusFailure.None,
                1 => XenbusFailure.WrongState,
                2 or 3 or 7 or 8 => XenbusFailure.TimedOut,
                _ => XenbusFailure.BackendClosed,
            },
            failure);
        Assert.InRange(_client.Now - before, 0ul, XenbusDevice.ConnectPatience + 1_000_000_000);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void B3_AConnectedBackendIsAliveAsLongAsItSaysSo(int state)
    {
        Connect();

        SetBackend(state);
        while (_store.IsRunnable)
        {
            _store.Run();
        }

        _store.Channels.Interrupt();
        Assert.Equal(state is 4 or 7 or 8, _device.IsAlive);
        Assert.Equal(state is 4 or 7 or 8, _device.IsAlive);
    }

    [Fact]
    public void B3_ABackendThatVanishesAndComesBackIsAnotherOne()
    {
        Connect();
        _backend.Vanish();
        Deliver();
        Assert.False(_device.IsAlive);

        _backend.State = XenbusState.Connected;
        Deliver();
        Assert.False(_device.IsAlive);
    }

    [Fact]
    public void B3_ABackendThatFlapsDuringTheHandshakeIsJudgedByWhereItEnds()
    {
        _backend.State = XenbusState.InitWait;
        _backend.Follows = front =>
        {
            for (int i = 0; i < 1000 && front == XenbusState.Initialised; i++)
            {
                _backend.State = i % 2 == 0 ? XenbusState.Initialised : XenbusState.Connected;
            }
        };

        _device.AwaitOffer();
        Assert.Equal(XenbusFailure.None, _device.Connect());
    }

    [Fact]
    public void AskingWhetherItIsAliveCostsNoMessageWhileNothingChanges()
    {
        Connect();
        Assert.True(_device.IsAlive);
        int reads = _store.Requests[StoreMessageType.Read];

        for (int i = 0; i < 100; i++)
        {
            Assert.True(_device.IsAlive);
        }

        Assert.Equal(reads, _store.Requests[StoreMessageType.Read]);
    }

    [Fact]
    public void AStoreThatDiesSaysNothingOfTheBackend()
    {
        Connect();
        _store.Memory.WriteUInt32(2060, 0xDEAD_BEEF);

        Assert.True(_device.IsAlive);
        Assert.False(_device.Close());
        Assert.True(_client.IsBroken);
    }

    [Fact]
    public void B13_ABackendThatDoesNotLetGoIsWaitedForABoundedTime()
    {
        Connect();
        _backend.Follows = _ => { };
        ulong before = _client.Now;

        Assert.False(_device.Close());
        Assert.InRange(_client.Now - before, XenbusDevice.ClosePatience, XenbusDevice.ClosePatience + 1_000_000_000);
    }

    [Theory]
    [InlineData("EACCES")]
    [InlineData("EINVAL")]
    [InlineData("EQUOTA")]
    public void B14_AStoreThatRefusesFailsTheDeviceAndNothingElse(string word)
    {
        _backend.State = XenbusState.InitWait;
        _device.AwaitOffer();
        _store.Refuses = header => header.Type == StoreMessageType.Write ? word : null;

        Assert.Equal(XenbusFailure.Store, _device.Connect());
        Assert.Equal(0, _store.Tree.OpenTransactions);
        Assert.False(_client.IsBroken);
    }

    [Fact]
    public void TooManyNodesFailInsteadOfBeingCut()
    {
        _backend.State = XenbusState.InitWait;
        _device.AwaitOffer();
        for (int i = 0; i < 100; i++)
        {
            _device.Nodes.Add("event-channel-"u8, i, uint.MaxValue);
        }

        Assert.Equal(XenbusFailure.Store, _device.Connect());
        _device.Nodes.Clear();
        _device.Nodes.Add("version"u8, "1"u8);
        Assert.Equal(XenbusFailure.None, _device.Connect());
    }

    [Fact]
    public void ADeviceThatNeverBeganHasNothingToClose()
    {
        Assert.True(_device.Close());
        Assert.Equal("1", _store.Tree[FakeBackend.Front + "/state"]);
    }

    private void Connect()
    {
        _backend.State = XenbusState.InitWait;
        Assert.Equal(XenbusFailure.None, _device.AwaitOffer());
        Assert.Equal(XenbusFailure.None, _device.Connect());
        Deliver();
    }

    private void Deliver()
    {
        while (_store.IsRunnable)
        {
            _store.Run();
        }

        _store.Channels.Interrupt();
    }

    /// <summary>-1: gone.</summary>
    private void SetBackend(int state)
    {
        if (state < 0)
        {
            _backend.State = null;
        }
        else
        {
            _store.Tree[FakeBackend.Back + "/state"] = state.ToString();
        }
    }
}
