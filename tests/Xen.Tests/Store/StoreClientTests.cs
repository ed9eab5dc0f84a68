// The store's client against a daemon with the rules of xenstored and of oxenstored.
namespace Xen.Tests.Store;

using System;
using System.Linq;
using System.Text;
using Drivers.Xen.Store;
using Kernel.Abi;
using Xen.Tests.Fakes;
using Xunit;

public sealed class StoreClientTests
{
    public static TheoryData<StoreRules> Daemons => [StoreRules.Xenstored, StoreRules.Oxenstored];

    [Theory]
    [MemberData(nameof(Daemons))]
    public void AValueIsReadAsItWasWritten(StoreRules rules)
    {
        var store = new FakeStore(rules);
        StoreClient client = store.Connect();

        Assert.Equal(Errno.None, client.Write("data/ninesharp/status"u8, "exit 3"u8));
        Assert.Equal("exit 3", store.Tree["/local/domain/5/data/ninesharp/status"]);
        Assert.Equal("exit 3", Read(client, "/local/domain/5/data/ninesharp/status"));
        Assert.Equal(0, store.Wait.Jumps);
    }

    [Fact]
    public void AValueMayBeEmptyAndMayHoldAnyByte()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        byte[] bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        Assert.Equal(Errno.None, client.Write("empty"u8, ""u8));
        Assert.Equal(Errno.None, client.Write("bytes"u8, bytes));
        Assert.Equal("", Read(client, "empty"));
        Assert.Equal(bytes, Encoding.Latin1.GetBytes(Read(client, "bytes")));
    }

    [Fact]
    public void AValueFillsAMessageToTheLastByteAndOneMoreIsE2BIG()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        byte[] longest = new byte[StoreClient.LongestPayload - 2];
        Array.Fill(longest, (byte)'x');

        Assert.Equal(Errno.None, client.Write("a"u8, longest));
        Assert.Equal(longest.Length, Read(client, "a").Length);
        Assert.Equal(Errno.E2BIG, client.Write("ab"u8, longest));
        Assert.Equal(0, store.Wait.Jumps);
    }

    [Fact]
    public void AValueThatIsLongerThanItsRoomIsERANGE()
    {
        var store = new FakeStore();
        store.Tree["/v"] = "12345";
        StoreClient client = store.Connect();

        Assert.Equal(Errno.ERANGE, client.Read("/v"u8, new byte[4]).Error);
        Assert.Equal(5, client.Read("/v"u8, new byte[5]).Value);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4294967295", uint.MaxValue)]
    public void ANumberIsDecimal(string text, uint number)
    {
        var store = new FakeStore();
        store.Tree["/n"] = text;

        Assert.Equal(number, store.Connect().ReadNumber("/n"u8).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("4294967296")]
    [InlineData("00000000000001")]
    [InlineData("11111111111111111111111111")]
    public void WhatIsNotANumberOf32BitsIsEINVAL(string text)
    {
        var store = new FakeStore();
        store.Tree["/n"] = text;

        Assert.Equal(Errno.EINVAL, store.Connect().ReadNumber("/n"u8).Error);
    }

    [Fact]
    public void NodesAreMadeRemovedAndListed()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();

        Assert.Equal(Errno.None, client.MakeDirectory("device/9pfs/0"u8));
        Assert.Equal(Errno.None, client.MakeDirectory("device/9pfs/12"u8));
        Assert.Equal(["0", "12"], List(client, "device/9pfs", 64));
        Assert.Equal(Errno.None, client.Remove("device/9pfs/0"u8));
        Assert.Equal(["12"], List(client, "device/9pfs", 64));
        Assert.Equal(Errno.None, client.Remove("device/9pfs/12"u8));
        Assert.Empty(List(client, "device/9pfs", 64));
        Assert.Equal(Errno.ENOENT, client.List("nothing"u8, new byte[64]).Error);
        Assert.Equal(Errno.ENOENT, client.Read("nothing"u8, new byte[64]).Error);
        Assert.Equal(Errno.ENOENT, client.Remove("no/thing"u8));
    }

    [Theory]
    [InlineData(700)]
    [InlineData(3000)]
    public void AListOfMoreThanAMessageIsReadInParts(int count)
    {
        var store = new FakeStore();
        string[] names = Enumerable.Range(0, count).Select(i => $"name{i:d5}").ToArray();
        foreach (string name in names)
        {
            store.Tree["/many/" + name] = "";
        }

        StoreClient client = store.Connect();

        Assert.Equal(names, List(client, "/many", 65536));
        Assert.Equal(Errno.ERANGE, client.List("/many"u8, new byte[4200]).Error);
    }

    [Fact]
    public void AListThatChangesWhileItIsReadIsReadAgain()
    {
        var store = new FakeStore();
        for (int i = 0; i < 700; i++)
        {
            store.Tree[$"/many/name{i:d5}"] = "";
        }

        StoreClient client = store.Connect();
        int parts = 0;
        store.BeforeAnswer = () =>
        {
            if (++parts == 3)
            {
                store.Tree["/many/aaa"] = "";
            }
        };

        Assert.Equal("aaa", List(client, "/many", 65536)[0]);
        Assert.Equal(701, List(client, "/many", 65536).Length);
    }

    [Fact]
    public void AListThatNeverStandsStillIsEAGAINInTheEnd()
    {
        var store = new FakeStore();
        for (int i = 0; i < 700; i++)
        {
            store.Tree[$"/many/name{i:d5}"] = "";
        }

        StoreClient client = store.Connect();
        int change = 0;
        store.BeforeAnswer = () => store.Tree["/other"] = (++change).ToString();

        Assert.Equal(Errno.EAGAIN, client.List("/many"u8, new byte[65536]).Error);
        Assert.False(client.IsBroken);
    }

    [Fact]
    public void ADaemonThatCannotListInPartsSaysSo()
    {
        var store = new FakeStore(StoreRules.Oxenstored);
        for (int i = 0; i < 700; i++)
        {
            store.Tree[$"/many/name{i:d5}"] = "";
        }

        Assert.Equal(Errno.ENOSYS, store.Connect().List("/many"u8, new byte[65536]).Error);
    }

    [Fact]
    public void PermissionsAndDomainPathsAreAskedFor()
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        client.Write("a"u8, "b"u8);
        byte[] answer = new byte[64];

        Assert.Equal(Errno.None, client.SetPermissions("a"u8, "n5\0r7\0"u8));
        Assert.Equal("n5\0r7\0", Encoding.ASCII.GetString(answer, 0, client.GetPermissions("a"u8, answer).Value));
        Assert.Equal("/local/domain/7", Encoding.ASCII.GetString(answer, 0, client.GetDomainPath(7, answer).Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void APathThatWouldSplitTheMessageIsNotSent(string path)
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();

        Assert.Equal(Errno.EINVAL, client.Write(Encoding.ASCII.GetBytes(path), "x"u8));
        Assert.Empty(store.Requests);
    }

    [Theory]
    [InlineData('/', StoreClient.LongestAbsolutePath)]
    [InlineData('x', StoreClient.LongestRelativePath)]
    public void PathsHaveTheLengthsThatTheProtocolAllows(char first, int longest)
    {
        var store = new FakeStore();
        StoreClient client = store.Connect();
        byte[] path = Encoding.ASCII.GetBytes(first + new string('x', longest));

        Assert.Equal(Errno.ENAMETOOLONG, client.Write(path, "v"u8));
        Assert.Empty(store.Requests);
        Assert.Equal(Errno.None, client.Write(path.AsSpan(0, longest), "v"u8));
    }

    internal static string Read(StoreClient client, string path)
    {
        byte[] value = new byte[StoreClient.LongestPayload];
        Result<int> length = client.Read(Encoding.ASCII.GetBytes(path), value);
        Assert.Equal(Errno.None, length.Error);
        return Encoding.Latin1.GetString(value, 0, length.Value);
    }

    private static string[] List(StoreClient client, string path, int room)
    {
        byte[] names = new byte[room];
        Result<int> length = client.List(Encoding.ASCII.GetBytes(path), names);
        Assert.Equal(Errno.None, length.Error);
        var list = new System.Collections.Generic.List<string>();
        var rest = new StoreNames(names.AsSpan(0, length.Value));
        while (rest.MoveNext())
        {
            list.Add(Encoding.ASCII.GetString(rest.Current));
        }

        return list.ToArray();
    }
}
