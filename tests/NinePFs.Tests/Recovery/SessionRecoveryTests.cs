// A device that was reset (Q12): what was pending is EIO, once; the next call sets the session up and finds its files again.
namespace NinePFs.Tests.Recovery;

using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;
using DirectoryRecord = global::Tests.Shared.DirectoryRecord;

public sealed class SessionRecoveryTests
{
    private readonly LoopbackSession _session = new();

    public SessionRecoveryTests()
    {
        _session.Transport.CanRestart = true;
        _session.Server.Tree.AddDirectory("d");
        _session.Server.Tree.AddFile("d/f", TestSystem.Bytes("0123456789"));
    }

    private TestSystem Os => _session.Os;

    private MemoryFile Directory => _session.Server.Tree.Root.Children["d"];

    [Fact]
    public void Q12_PendingCallIsEIOOnceAndTheNextGoesOn()
    {
        OpenFile file = Os.Open("/d/f");
        Assert.Equal("012", TestSystem.ReadText(file, 3));
        _session.Transport.BreakAt(MessageType.Tread);
        Assert.Equal(Errno.EIO, TryRead(file));

        _session.Transport.Forget();
        Assert.Equal("345", TestSystem.ReadText(file, 3));
        Assert.Equal(
            [MessageType.Tversion, MessageType.Tattach, MessageType.Twalk, MessageType.Tlopen, MessageType.Tread],
            _session.Transport.Sent);
        Assert.Equal("6789", TestSystem.ReadText(file));
        Assert.Equal(1, _session.Transport.Restarts);
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_BrokenWithNothingPendingNobodyNotices()
    {
        OpenFile file = Os.Open("/d/f");
        _session.Transport.Break();
        Assert.Equal("0123456789", TestSystem.ReadText(file));
        _session.Transport.Break();
        Assert.Equal(10, Os.Stat("/d/f").Size);
        Assert.Equal(2, _session.FileSystem.Recovery.Sessions);
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_FilesAreOpenedAgainAsTheyWereButNeitherMadeNorCut()
    {
        OpenFile made = Os.Open("/d/new", OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate);
        TestSystem.Write(made, "one ");
        _session.Transport.Break();
        TestSystem.Write(made, "two");
        Assert.Equal("one two", System.Text.Encoding.UTF8.GetString(Directory.Children["new"].Data));
        made.Release();
        _session.End();
    }

    [Fact]
    public void Q12_AppendingGoesOnAppending()
    {
        OpenFile file = Os.Open("/d/f", OpenFlags.WriteOnly | OpenFlags.Append);
        TestSystem.Write(file, "a");
        Directory.Children["f"].Data = TestSystem.Bytes("longer than before");
        _session.Transport.Break();
        TestSystem.Write(file, "b");
        Assert.Equal("longer than beforeb", System.Text.Encoding.UTF8.GetString(Directory.Children["f"].Data));
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_TheWorkingDirectoryStays()
    {
        TestSystem.Check(Os.ChangeDirectory("/d"));
        _session.Transport.Break();
        Assert.Equal("0123456789", Os.ReadFile("f"));
        Assert.Equal("/d", Os.WorkingDirectory());
        _session.End();
    }

    [Fact]
    public void Q12_AHalfReadDirectoryIsReadOn()
    {
        for (int index = 0; index < 40; index++)
        {
            _session.Server.Tree.AddFile($"d/name{index:D2}");
        }

        OpenFile directory = Os.Open("/d", OpenFlags.Directory);
        var names = DirectoryRecord.Read(directory, 300).Select(record => record.Name).ToList();
        _session.Transport.Break();
        names.AddRange(DirectoryRecord.ReadAll(directory, 300).Select(record => record.Name));
        Assert.Equal(43, names.Count);
        Assert.Equal(43, names.Distinct().Count());
        directory.Release();
        _session.End();
    }

    [Fact]
    public void Q12_ARenamedFileIsFoundUnderItsNewName()
    {
        OpenFile file = Os.Open("/d/f");
        TestSystem.Check(Os.MakeDirectory("/e"));
        TestSystem.Check(Os.Rename("/d/f", "/e/g"));
        _session.Transport.Break();
        Assert.Equal("0123456789", TestSystem.ReadText(file));
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_APathOfMoreThanOneWalkIsFoundAgain()
    {
        string path = "";
        for (int depth = 0; depth < 40; depth++)
        {
            path += "/" + depth;
            _session.Server.Tree.AddDirectory(path);
        }

        _session.Server.Tree.AddFile(path + "/f", TestSystem.Bytes("deep"));
        OpenFile file = Os.Open(path + "/f");
        _session.Transport.Break();
        Assert.Equal("deep", TestSystem.ReadText(file));
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_AnErrorOfOpeningAgainIsTheServersAndNotTheEnd()
    {
        OpenFile file = Os.Open("/d/f");
        _session.Transport.Break();
        _session.Transport.ReplaceUnseen(
            MessageType.Tlopen, message => new Delivery(MemoryServer.Error(message[5], Errno.EACCES)));
        Assert.Equal(Errno.EACCES, TryRead(file));
        Assert.Equal("0123456789", TestSystem.ReadText(file));
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_BrokenAgainWhileItIsSetUpIsEIOAndTriedAgain()
    {
        OpenFile file = Os.Open("/d/f");
        MessageType[] steps = [MessageType.Tversion, MessageType.Tattach, MessageType.Twalk, MessageType.Tlopen, MessageType.Tread];
        foreach (MessageType step in steps)
        {
            _session.Transport.Break();
            _session.Transport.BreakAt(step, isHandled: true);
            Assert.Equal(Errno.EIO, TryRead(file));
            Assert.Equal("0", System.Text.Encoding.UTF8.GetString(TestSystem.ReadAt(file, 0, 1)));
        }

        file.Release();
        _session.End();
    }

    [Fact]
    public void Q17_ADeviceThatDoesNotComeBackIsEIOAndNotAskedForEver()
    {
        OpenFile file = Os.Open("/d/f");
        _session.Transport.CanRestart = false;
        _session.Transport.Break();
        for (int attempt = 0; attempt < 100; attempt++)
        {
            Assert.Equal(Errno.EIO, TryRead(file));
        }

        Assert.InRange(_session.Transport.Restarts, 1, 16);
        file.Release();
        _session.End(isHonest: false);
    }

    [Fact]
    public void FidOfAnEarlierSessionIsNeverNamedToTheServer()
    {
        NinePFileSystem fileSystem = _session.Mounted();
        NinePFs.Fids.Fid old = TestSystem.Check(fileSystem.Fids.Take());
        Assert.Equal(Errno.None, ((NinePNode)fileSystem.Root).Borrow(out NinePFs.Fids.Fid root));
        _session.Transport.Break();
        Assert.Equal(Errno.None, fileSystem.GetStatistics(out _));
        _session.Transport.Forget();
        Assert.Equal(Errno.EIO, fileSystem.Client.Clone(root, old));
        Assert.Equal(Errno.EIO, fileSystem.Client.GetAttributes(old, out _));
        Assert.Empty(_session.Transport.Sent);
        Assert.Equal(1, fileSystem.Requests.InUse + 1);
        old.Release();
        root.Release();
        fileSystem.Root.Release();
        fileSystem.Unmount();
        _session.End();
    }

    [Fact]
    public void FidThatAWalkReplacesWhileTheSessionIsSetUpIsFreedOnce()
    {
        OpenFile held = Os.Open("/d/f", OpenFlags.Path);
        var node = (NinePNode)held.Node;
        _session.Transport.Break();
        _session.Transport.Replace(MessageType.Tattach, reply =>
        {
            // What another thread's walk does that has found the same file meanwhile.
            NinePFs.Fids.Fid newer = TestSystem.Check(_session.FileSystem.Fids.Take());
            newer.State = NinePFs.Fids.FidState.Path;
            newer.Qid = node.Qid;
            node.Adopt(newer);
            newer.Release();
            return new Delivery(reply);
        });
        Assert.Equal(10, Os.Stat(held).Size);
        held.Release();
        _session.End();
    }

    [Fact]
    public void Q12_ADirectoryThatFirstRewindsToNothingIsReadAllTheSame()
    {
        // ext4 after a seekdir to the end of a directory that was just opened.
        OpenFile directory = Os.Open("/d", OpenFlags.Directory);
        Assert.Equal(3, DirectoryRecord.ReadAll(directory, 300).Count);
        _session.Transport.Break();
        _session.Transport.Replace(MessageType.Treaddir, reply => new Delivery(MemoryServer.Reply(reply[5], new Rreaddir(0))));
        TestSystem.Check(directory.Seek(0, SeekFrom.Start).Error);
        Assert.Equal(3, DirectoryRecord.ReadAll(directory, 300).Count);
        directory.Release();
        _session.End();
    }

    [Fact]
    public void Q12_AnotherShareNeverNotices()
    {
        var other = new LoopbackSession();
        other.Server.Tree.AddFile("x", TestSystem.Bytes("other share"));
        OpenFile here = Os.Open("/d/f"), there = other.Os.Open("/x");
        other.Transport.Forget();
        _session.Transport.BreakAt(MessageType.Tread);
        Assert.Equal(Errno.EIO, TryRead(here));
        Assert.Equal("other share", TestSystem.ReadText(there));
        Assert.All(other.Transport.Sent, type => Assert.Equal(MessageType.Tread, type));
        here.Release();
        there.Release();
        _session.End(isHonest: false);
        other.End();
    }

    private static Errno TryRead(OpenFile file) => file.Read(new ArrayBuffer(new byte[16], IoDirection.FromFile)).Error;
}
