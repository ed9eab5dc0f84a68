// The console that xl.cfg's channel= adds: found by its name, granted, connected; taken back when that fails at any step (B18).
namespace Xen.Tests;

using System.Text;
using Drivers.Xen;
using Drivers.Xen.Bus;
using Drivers.Xen.Store;
using Kernel.Abi;
using Xen.Tests.Fakes;
using Xunit;

public sealed class ChannelConsoleTests
{
    private const string Front = "/local/domain/5/device/console/", Back = "/local/domain/0/backend/console/5/";

    private readonly FakeStore _store = new();
    private readonly StoreClient _client;
    private readonly HeapMemory _memory = new();
    private readonly FakeGrantFrames _frames = new(limit: 1);
    private readonly GrantTable _grants;
    private readonly FakeChannels _channels = new();
    private readonly ConsoleEvent _event = new();

    public ChannelConsoleTests()
    {
        Describe(1, "unused");
        Describe(2, "stderr");
        _store.Tree.Changed += path =>
        {
            if (path == Front + "2/state" && _store.Tree[path] is "3" or "5" or "6")
            {
                _store.Tree[Back + "2/state"] = _store.Tree[path] == "3" ? "4" : _store.Tree[path];
            }
        };
        _client = _store.Connect();
        _grants = new GrantTable(_frames);
    }

    [Fact]
    public void ItIsFoundByItsName()
    {
        Assert.Equal("device/console/2", Encoding.ASCII.GetString(Find()!.Path));
        Assert.Null(ChannelConsole.Find(new Xenbus(_client), "std"u8));
        Assert.Null(ChannelConsole.Find(new Xenbus(_client), "stderr2"u8));
    }

    [Fact]
    public void WhatIsWrittenLiesInThePageThatWasGranted()
    {
        var console = new ChannelConsole(_memory, _grants);
        Assert.Equal(XenbusFailure.None, console.Connect(Find()!, _channels, _event));
        Assert.Equal(5, console.Ring!.Write("hello"u8));

        uint reference = uint.Parse(_store.Tree[Front + "2/ring-ref"]!);
        Assert.Equal("20", _store.Tree[Front + "2/port"]);
        Assert.Equal("4", _store.Tree[Front + "2/state"]);
        Assert.Equal(1u, _frames.Word(reference, 0));
        byte[] text = new byte[5];
        _memory.Find(_frames.Word(reference, 4), out _).Read(1024, text);
        Assert.Equal("hello"u8.ToArray(), text);
        Assert.Equal(1, _channels.Made[0].Notifications);
    }

    /// <summary>Without ever having rung: it was there when it connected.</summary>
    [Fact]
    public void AReaderWhoIsKilledIsMissedEvenIfNothingWasWritten()
    {
        var console = new ChannelConsole(_memory, _grants);
        Assert.Equal(XenbusFailure.None, console.Connect(Find()!, _channels, _event));
        _channels.Made[0].HasPeer = false;
        Assert.True(console.Ring!.IsAbandoned);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("grants")]
    [InlineData("channels")]
    [InlineData("store")]
    [InlineData("backend")]
    public void B18_WhatFailsAtAnyStepIsTakenBack(string step)
    {
        XenbusDevice device = Find()!;
        switch (step)
        {
            case "memory":
                _memory.FailsAfter = 0;
                break;
            case "grants":
                _frames.Refusal = Errno.ENOMEM;
                break;
            case "channels":
                _channels.Limit = 0;
                break;
            case "store":
                _store.Refuses = header => header.Type == StoreMessageType.TransactionStart ? "ENOSPC" : null;
                break;
            default:
                _store.Tree[Back + "2"] = null;
                break;
        }

        var console = new ChannelConsole(_memory, _grants);
        XenbusFailure expected = step switch { "store" => XenbusFailure.Store, "backend" => XenbusFailure.TimedOut, _ => XenbusFailure.Resources };
        Assert.Equal(expected, console.Connect(device, _channels, _event));
        Assert.Null(console.Ring);
        Assert.Equal(0, _memory.PagesInUse);
        Assert.Equal(0, _grants.InUse);
        Assert.Equal(0, _channels.Open);
        Assert.Equal(0, _client.WatchesInUse);
        Assert.Equal(0, _memory.LeakedPages);
        Assert.Equal("6", _store.Tree[Front + "2/state"]);
    }

    [Fact]
    public void B13_APageThatTheBackendHasMappedAlreadyIsKept()
    {
        _store.Tree.Changed += path =>
        {
            if (path == Front + "2/state" && _store.Tree[path] == "3")
            {
                uint reference = uint.Parse(_store.Tree[Front + "2/ring-ref"]!);
                _frames.SetWord(reference, 0, _frames.Word(reference, 0) | 0x18);
                _store.Tree[Back + "2/state"] = "6";
            }
        };

        var console = new ChannelConsole(_memory, _grants);
        Assert.Equal(XenbusFailure.BackendClosed, console.Connect(Find()!, _channels, _event));
        Assert.Equal(1, _memory.LeakedPages);
        Assert.Equal(1, _grants.Leaked);
        Assert.Equal(1, _grants.InUse);
    }

    private XenbusDevice? Find() => ChannelConsole.Find(new Xenbus(_client), "stderr"u8);

    private void Describe(int number, string name)
    {
        _store.Tree[Front + number + "/backend"] = Back + number;
        _store.Tree[Front + number + "/backend-id"] = "0";
        _store.Tree[Front + number + "/name"] = name;
        _store.Tree[Front + number + "/state"] = "1";
        _store.Tree[Back + number + "/state"] = "2";
    }
}
