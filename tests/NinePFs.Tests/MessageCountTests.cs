// How many messages, and how many waits for one, each operation costs: the figures that decide how fast the system feels.
namespace NinePFs.Tests;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Wire;
using Vfs;
using Xunit;
using static NinePFs.Wire.MessageType;

public sealed class MessageCountTests : IDisposable
{
    private readonly LoopbackSession _session = new();

    public MessageCountTests()
    {
        _session.Server.Tree.AddDirectory("a");
        _session.Server.Tree.AddDirectory("a/b");
        _session.Server.Tree.AddDirectory("a/b/c");
        _session.Server.Tree.AddFile("a/b/c/f", new byte[100_000]);
        _session.Server.Tree.AddFile("big", new byte[8 << 20]);
        _ = _session.Os;
    }

    private TestSystem Os => _session.Os;

    public void Dispose() => _session.End();

    [Fact]
    public void MountIsVersionAndAttach() => Assert.Equal([Tversion, Tattach], _session.Transport.Sent);

    [Fact]
    public void StatOfAPathFourDeepWaitsTwice() =>
        AssertCosts(2, [Twalk, Tgetattr, Tclunk], () => Os.Stat("/a/b/c/f"));

    [Fact]
    public void StatOfAMissingFileWaitsOnce() =>
        AssertCosts(1, [Twalk], () => Assert.Equal(Errno.ENOENT, Os.StatError("/a/b/c/no")));

    [Fact]
    public void OpenOfAPathFourDeepWaitsTwiceReadOnceAndCloseNever()
    {
        OpenFile file = null!;
        AssertCosts(2, [Twalk, Tlopen], () => file = Os.Open("/a/b/c/f"));
        var into = new ArrayBuffer(new byte[100_000], IoDirection.FromFile);
        AssertCosts(1, [Tread], () => TestSystem.Check(file.Read(into)));
        AssertCosts(1, [Tgetattr], () => Os.Stat(file));
        AssertCosts(0, [Tclunk], file.Release);
    }

    [Fact]
    public void SecondOpeningOfTheSameFileCostsNoMore()
    {
        OpenFile first = Os.Open("/a/b/c/f");
        OpenFile second = null!;
        AssertCosts(2, [Twalk, Tlopen], () => second = Os.Open("/a/b/c/f"));
        first.Release();
        second.Release();
    }

    [Fact]
    public void WriteOfOneMessageWaitsOnce()
    {
        OpenFile file = Os.Open("/a/b/c/f", OpenFlags.WriteOnly);
        AssertCosts(1, [Twrite], () => TestSystem.WriteAt(file, 0, new byte[100_000]));
        file.Release();
    }

    [Fact]
    public void AppendAsksForTheEndOnce()
    {
        OpenFile file = Os.Open("/a/b/c/f", OpenFlags.WriteOnly | OpenFlags.Append);
        AssertCosts(2, [Tgetattr, Twrite], () => TestSystem.Write(file, "x"));
        AssertCosts(1, [Twrite], () => TestSystem.Write(file, "y"));
        Assert.Equal(100_002, file.Position);
        file.Release();
    }

    [Fact]
    public void CreateWaitsFourTimes()
    {
        OpenFile file = null!;
        AssertCosts(4, [Twalk, Twalk, Twalk, Tlcreate], () => file = Os.Open("/a/b/new", OpenFlags.WriteOnly | OpenFlags.Create));
        AssertCosts(1, [Tgetattr], () => Os.Stat(file));
        file.Release();
    }

    [Fact]
    public void LargeReadIsInFlightTogether()
    {
        OpenFile file = Os.Open("/big");
        var into = new ArrayBuffer(new byte[2 << 20], IoDirection.FromFile);
        int kicks = _session.Transport.Kicks;
        AssertCosts(2, [Tread, Tread, Tread, Tread, Tread], () => Assert.Equal(2 << 20, TestSystem.Check(file.Read(into))));
        Assert.InRange(_session.Transport.Kicks - kicks, 1, 5);
        file.Release();
    }

    [Fact]
    public void ReadUpToTheEndCostsOneMessageMoreThanItsData()
    {
        OpenFile file = Os.Open("/a/b/c/f");
        AssertCosts(2, [Tread, Tread], () =>
        {
            Assert.Equal(100_000, TestSystem.Read(file, 1 << 18).Length);
            Assert.Empty(TestSystem.Read(file, 1 << 18));
        });
        file.Release();
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(32768)]
    public void ThousandEntriesCostTwoTreaddir(int room)
    {
        _session.Server.Tree.AddDirectory("many");
        for (int index = 0; index < 1000; index++)
        {
            _session.Server.Tree.AddFile($"many/file-{index:D6}.txt");
        }

        OpenFile file = Os.Open("/many");
        AssertCosts(2, [Treaddir, Treaddir], () => Assert.Equal(1002, global::Tests.Shared.DirectoryRecord.ReadAll(file, room).Count));
        file.Release();
    }

    [Fact]
    public void WholeListingIsSixMessages()
    {
        OpenFile file = null!;
        AssertCosts(4, [Twalk, Tlopen, Treaddir, Treaddir], () =>
        {
            file = Os.Open("/a/b/c");
            global::Tests.Shared.DirectoryRecord.ReadAll(file, 4096);
        });
        AssertCosts(0, [Tclunk], file.Release);
    }

    [Fact]
    public void RootIsClonedToBeOpened()
    {
        OpenFile file = null!;
        AssertCosts(2, [Twalk, Tlopen], () => file = Os.Open("/"));
        file.Release();
    }

    [Fact]
    public void DirectoryInUseIsStillWalkedFrom()
    {
        OpenFile directory = Os.Open("/a/b");
        AssertCosts(2, [Twalk, Tlopen, Tclunk], () => Os.Open("c/f", at: directory).Release());
        directory.Release();
    }

    [Fact]
    public void NameOperationsAreOneWalkAndOneMessage()
    {
        AssertCosts(2, [Twalk, Tmkdir, Tclunk], () => TestSystem.Check(Os.MakeDirectory("/a/b/x")));
        AssertCosts(2, [Twalk, Tunlinkat, Tclunk], () => TestSystem.Check(Os.RemoveDirectory("/a/b/x")));
        AssertCosts(2, [Twalk, Tsymlink, Tclunk], () => TestSystem.Check(Os.Symlink("t", "/a/b/y")));
        AssertCosts(2, [Twalk, Treadlink, Tclunk], () => Os.ReadLink("/a/b/y"));
    }

    [Fact]
    public void ClunksTravelWithTheNextKick()
    {
        int kicks = _session.Transport.Kicks;
        Os.Stat("/a/b/c/f");
        Os.Stat("/a/b/c/f");
        Assert.Equal(4, _session.Transport.Kicks - kicks);
        _session.FileSystem.Requests.KickPending();
        _session.FileSystem.Requests.KickPending();
        Assert.Equal(5, _session.Transport.Kicks - kicks);
    }

    private void AssertCosts(ulong waits, MessageType[] messages, Action operation)
    {
        _session.FileSystem.Fids.Drain();
        _session.Transport.Forget();
        ulong before = _session.FileSystem.Requests.Waited;
        operation();
        Assert.Equal(messages.AsEnumerable(), _session.Transport.Sent);
        Assert.Equal(waits, _session.FileSystem.Requests.Waited - before);
    }
}
