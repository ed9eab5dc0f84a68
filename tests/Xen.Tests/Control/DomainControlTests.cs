// What the toolstack asks of the domain by control/shutdown, and what it finds there afterwards.
namespace Xen.Tests.Control;

using System.Collections.Generic;
using Drivers.Xen.Control;
using Drivers.Xen.Store;
using Kernel.Diagnostics;
using Xen.Tests.Fakes;
using Xunit;

public sealed class DomainControlTests
{
    private const string Node = "/local/domain/5/control/shutdown";

    private readonly FakeStore _store = new();
    private readonly StoreClient _client;
    private readonly Asked _asked = new();

    public DomainControlTests()
    {
        Log.Lines.Clear();
        _store.Tree[Node] = "";
        _client = _store.Connect();
    }

    [Theory]
    [InlineData("poweroff", false)]
    [InlineData("halt", false)]
    [InlineData("reboot", true)]
    public void WhatIsUnderstoodIsAcknowledgedAndDoneOnce(string request, bool isReboot)
    {
        Open();
        _store.Tree[Node] = request;
        RunApp();
        Assert.Equal("", _store.Tree[Node]);
        Assert.Equal([isReboot], _asked.Reboots);
        Assert.Equal(0, _store.Tree.OpenTransactions);
    }

    [Fact]
    public void WhatWasAskedDuringTheBootCountsToo()
    {
        _store.Tree[Node] = "poweroff";
        Open();
        RunApp();
        Assert.Equal("", _store.Tree[Node]);
        Assert.Equal([false], _asked.Reboots);
    }

    [Fact]
    public void ItCanBeAskedAgain()
    {
        Open();
        for (int count = 0; count < 3; count++)
        {
            _store.Tree[Node] = "poweroff";
            RunApp();
        }

        Assert.Equal([false, false, false], _asked.Reboots);
    }

    [Fact]
    public void TheToolstackIsToldWhatTheDomainUnderstands()
    {
        Open();
        Assert.Equal("1", _store.Tree["/local/domain/5/control/feature-poweroff"]);
        Assert.Equal("1", _store.Tree["/local/domain/5/control/feature-reboot"]);
        Assert.Null(_store.Tree["/local/domain/5/control/feature-suspend"]);
    }

    [Theory]
    [InlineData("suspend", "suspended, saved or migrated: refused")]
    [InlineData("dance", "something unknown")]
    [InlineData("a request that is longer than any that there is", "something unknown")]
    public void WhatIsRefusedIsOneLineAndStaysForTheToolstackToTakeBack(string request, string line)
    {
        Open();
        _store.Tree[Node] = request;
        RunApp();
        Assert.Equal(request, _store.Tree[Node]);
        _store.Tree[Node] = "";
        RunApp();
        Assert.Contains(line, Assert.Single(Log.Lines));
        Assert.Empty(_asked.Reboots);
    }

    [Fact]
    public void WhatIsTakenBackMeanwhileIsNotDone()
    {
        Open();
        _store.Tree[Node] = "poweroff";
        _store.Refuses = header =>
        {
            if (header.Type == StoreMessageType.TransactionStart)
            {
                _store.Tree[Node] = "";
            }

            return null;
        };
        RunApp();
        Assert.Empty(_asked.Reboots);
        Assert.Empty(Log.Lines);
    }

    [Fact]
    public void AnAnswerThatSomebodyCameBetweenIsGivenAgain()
    {
        Open();
        _store.Tree[Node] = "poweroff";
        _store.Tree.ConflictsToCome = 3;
        RunApp();
        Assert.Equal("", _store.Tree[Node]);
        Assert.Equal([false], _asked.Reboots);
    }

    /// <summary>The event has been taken in by whoever made the call: no ring of xenstored's will come for it.</summary>
    [Fact]
    public void WhatComesAlongWithTheAnswerToACallIsNotLost()
    {
        Open();
        RunApp();
        _store.Tree["/v"] = "value";
        _store.BeforeAnswer = () => _store.Tree[Node] = "poweroff";
        byte[] value = new byte[8];
        Assert.Equal(5, _client.Read("/v"u8, value).Value);
        Assert.Empty(_asked.Reboots);
        _store.BeforeAnswer = null;
        RunApp();
        Assert.Equal([false], _asked.Reboots);
    }

    [Fact]
    public void AStoreThatRefusesTheWatchIsALine()
    {
        _store.Refuses = header => header.Type == StoreMessageType.Watch ? "EACCES" : null;
        Open();
        _store.Tree[Node] = "poweroff";
        RunApp();
        Assert.Contains("not heard", Assert.Single(Log.Lines));
        Assert.Empty(_asked.Reboots);
    }

    private void Open()
    {
        new DomainControl(_client, _asked).Open();
        RunApp();
    }

    /// <summary>Whatever rings interrupts, until nothing does.</summary>
    private void RunApp()
    {
        for (int round = 0; round < 100 && (_store.IsRunnable || _store.Channels.IsPending); round++)
        {
            if (_store.IsRunnable)
            {
                _store.Run();
            }

            _store.Channels.Interrupt();
        }

        Assert.False(_store.Channels.IsPending);
    }

    private sealed class Asked : AppEnd
    {
        public List<bool> Reboots { get; } = [];

        public override void Ask(bool isReboot) => Reboots.Add(isReboot);
    }
}
