// Changes that happen at once or not at all.
namespace Xen.Tests.Store;

using Drivers.Xen.Bus;
using Drivers.Xen.Store;
using Kernel.Abi;
using Xen.Tests.Fakes;
using Xunit;

public sealed class StoreTransactionTests
{
    [Theory]
    [InlineData(StoreRules.Xenstored)]
    [InlineData(StoreRules.Oxenstored)]
    public void WhatIsWrittenInATransactionIsSeenAtItsEnd(StoreRules rules)
    {
        var store = new FakeStore(rules);
        StoreClient client = store.Connect();

        uint transaction = client.BeginTransaction().Value;
        client.Write("a"u8, "1"u8, transaction);
        Assert.Null(store.Tree["/local/domain/5/a"]);
        Assert.Equal(1u, client.ReadNumber("a"u8, transaction).Value);
        Assert.Equal(Errno.None, client.EndTransaction(transaction, isCommitted: true));
        Assert.Equal("1", store.Tree["/local/domain/5/a"]);
    }

    [Fact]
    public void ATransactionThatIsGivenUpChangesNothing()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();

        uint transaction = client.BeginTransaction().Value;
        client.Write("a"u8, "1"u8, transaction);
        Assert.Equal(Errno.None, client.EndTransaction(transaction, isCommitted: false));
        Assert.Null(store.Tree["/local/domain/5/a"]);
        Assert.Equal(Errno.ENOENT, client.Write("a"u8, "1"u8, transaction));
    }

    [Fact]
    public void AnUpdateThatSomebodyCameBetweenIsMadeAgain()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        int writes = 0;
        store.Refuses = header =>
        {
            if (header.Type == StoreMessageType.Write && ++writes <= 5)
            {
                store.Tree["/elsewhere"] = writes.ToString();
            }

            return null;
        };

        Assert.Equal(Errno.None, client.Update(Two()));
        Assert.Equal("2", store.Tree["/local/domain/5/device/x/b"]);
        Assert.Equal(1, store.Tree.Commits);
        Assert.Equal(0, store.Tree.OpenTransactions);
    }

    [Theory]
    [InlineData(20, Errno.None)]
    [InlineData(100, Errno.EAGAIN)]
    public void B14_AnUpdateIsTriedAgainSoOftenAndNoMore(int conflicts, Errno expected)
    {
        var store = new FakeStore();
        store.Tree.ConflictsToCome = conflicts;
        StoreClient client = store.Connect();

        Assert.Equal(expected, client.Update(Two()));
        Assert.Equal(expected == Errno.None ? 1 : 0, store.Tree.Commits);
        Assert.Equal(0, store.Tree.OpenTransactions);
        Assert.False(client.IsBroken);
    }

    [Theory]
    [InlineData("EINVAL", Errno.EINVAL)]
    [InlineData("EACCES", Errno.EACCES)]
    [InlineData("ENOSPC", Errno.ENOSPC)]
    [InlineData("EQUOTA", Errno.ENOSPC)]
    [InlineData("EROFS", Errno.EROFS)]
    [InlineData("what?", Errno.EIO)]
    public void B14_AnUpdateThatIsRefusedLeavesNoTransactionBehind(string word, Errno expected)
    {
        var store = new FakeStore();
        int writes = 0;
        store.Refuses = header => header.Type == StoreMessageType.Write && ++writes == 2 ? word : null;

        Assert.Equal(expected, store.Connect().Update(Two()));
        Assert.Equal(0, store.Tree.OpenTransactions);
        Assert.Null(store.Tree["/local/domain/5/device/x/a"]);
    }

    [Theory]
    [InlineData(StoreRules.Xenstored)]
    [InlineData(StoreRules.Oxenstored)]
    public void TooManyNodesAreENOSPCByEitherDaemon(StoreRules rules)
    {
        var store = new FakeStore(rules);
        store.Tree.MostNodes = 1;

        Assert.Equal(Errno.ENOSPC, store.Connect().Write("a"u8, "1"u8));
    }

    [Fact]
    public void ATransactionThatCannotBeginIsAnError()
    {
        var store = new FakeStore();
        store.Refuses = header => header.Type == StoreMessageType.TransactionStart ? "EBUSY" : null;

        Assert.Equal(Errno.EBUSY, store.Connect().Update(Two()));
    }

    private static NodeBatch Two()
    {
        var nodes = new NodeBatch("device/x"u8);
        nodes.Add("a"u8, 1);
        nodes.Add("b"u8, 2);
        return nodes;
    }
}
