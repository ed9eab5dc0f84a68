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
    public void What_is_written_in_a_transaction_is_seen_at_its_end(StoreRules rules)
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
    public void A_transaction_that_is_given_up_changes_nothing()
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
    public void An_update_that_somebody_came_between_is_made_again()
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
    public void B14_an_update_is_tried_again_so_often_and_no_more(int conflicts, Errno expected)
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
    public void B14_an_update_that_is_refused_leaves_no_transaction_behind(string word, Errno expected)
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
    public void Too_many_nodes_are_ENOSPC_by_either_daemon(StoreRules rules)
    {
        var store = new FakeStore(rules);
        store.Tree.MostNodes = 1;

        Assert.Equal(Errno.ENOSPC, store.Connect().Write("a"u8, "1"u8));
    }

    [Fact]
    public void A_transaction_that_cannot_begin_is_an_error()
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
