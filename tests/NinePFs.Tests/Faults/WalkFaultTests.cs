// Walks and opens that answer strangely (W1 to W6, O1 to O3, C1, E3, L1).
namespace NinePFs.Tests.Faults;

using System;
using System.Text;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class WalkFaultTests : IDisposable
{
    private readonly LoopbackSession _session = new();
    private bool _isHonest = true;

    public WalkFaultTests()
    {
        _session.Server.Tree.AddDirectory("d");
        _session.Server.Tree.AddFile("d/f", "hello"u8.ToArray());
        _session.Server.Tree.AddLink("link", "d"u8.ToArray());
        _ = _session.Os;
    }

    private TestSystem Os => _session.Os;

    private LoopbackTransport Transport => _session.Transport;

    public void Dispose() => _session.End(_isHonest);

    [Fact]
    public void W1_MoreQidsThanNamesEndTheSession()
    {
        _isHonest = false;
        Transport.Replace(MessageType.Twalk, reply => Frames.Make(reply, MessageType.Rwalk, [3, 0, .. new byte[39]]));
        Assert.Equal(Errno.EIO, Os.StatError("/d/f"));
        Assert.Equal(PoisonReason.WalkOverrun, _session.FileSystem.Requests.Broken);
    }

    [Fact]
    public void W2_PartialWalkIsMissingAndTheNewFidIsNotClunked()
    {
        Transport.Forget();
        Assert.Equal(Errno.ENOENT, Os.StatError("/d/no/f"));
        Assert.Equal([MessageType.Twalk], Transport.Sent);
    }

    [Fact]
    public void W3_NoQidAtAllIsMissing()
    {
        Transport.ReplaceUnseen(MessageType.Twalk, message => Frames.Make(message, MessageType.Rwalk, 0, 0));
        Transport.Forget();
        Assert.Equal(Errno.ENOENT, Os.StatError("/d/f"));
        Assert.Equal([MessageType.Twalk], Transport.Sent);
    }

    [Fact]
    public void W4_FileOnTheWayIsNotADirectoryWhateverTheServerSays()
    {
        // The server resolves two names below a file; the new fid exists then, and must be clunked.
        Transport.Replace(MessageType.Twalk, reply =>
        {
            reply[9] = 0;
            return new Delivery(reply);
        });
        Assert.Equal(Errno.ENOTDIR, Os.StatError("/d/f"));
        _session.FileSystem.Fids.Drain();
        Assert.Equal(1, _session.Server.FidCount);
    }

    [Fact]
    public void W4_LinkOnTheWayIsFollowedHere()
    {
        Transport.Forget();
        Assert.Equal("hello", Os.ReadFile("/link/f"));
        Assert.Equal(1, Transport.CountOf(MessageType.Treadlink));
    }

    [Fact]
    public void W5_NameThatMeansAnotherFileNowHasANewNode()
    {
        OpenFile old = Os.Open("/d/f");
        _session.Server.Tree.Remove(_session.Server.Tree.Root.Children["d"], "f", false);
        _session.Server.Tree.AddFile("d/f", "another"u8.ToArray());
        OpenFile now = Os.Open("/d/f");
        Assert.NotSame(old.Node, now.Node);
        Assert.Equal("hello", TestSystem.ReadText(old));
        Assert.Equal("another", TestSystem.ReadText(now));
        old.Release();
        now.Release();
    }

    [Fact]
    public void W6_SameInodeOfAnotherKindIsAnotherNode()
    {
        OpenFile file = Os.Open("/d/f");
        MemoryFile directory = _session.Server.Tree.AddDirectory("twin");
        directory.Inode = file.Node.Inode;
        OpenFile twin = Os.Open("/twin");
        Assert.NotSame(file.Node, twin.Node);
        Assert.Equal(FileType.Directory, twin.Node.Type);
        Assert.Equal("hello", TestSystem.ReadText(file));
        file.Release();
        twin.Release();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData((512u << 10) - 23)]
    [InlineData(0xFFFFFFFFu)]
    public void O1_ImpossibleIoUnitIsClampedToMsize(uint unit)
    {
        Transport.Replace(MessageType.Tlopen, reply => Frames.With32(reply, 20, unit));
        OpenFile file = Os.Open("/d/f");
        uint largest = 0;
        Transport.Instead = (type, message) =>
        {
            largest = type == MessageType.Tread ? Math.Max(largest, BitConverter.ToUInt32(message, 19)) : largest;
            return null;
        };
        Assert.Equal(5, TestSystem.Read(file, 1 << 20).Length);
        Assert.Equal((512u << 10) - 24, largest);
        file.Release();
    }

    [Fact]
    public void O2_OpenThatMeetsAnotherFileIsWalkedAgain()
    {
        int replacements = 5;
        Transport.Afterwards = (type, reply) =>
            type == MessageType.Tlopen && replacements-- > 0 ? Frames.With64(reply, 12, 999) : new Delivery(reply);
        Assert.Equal("hello", Os.ReadFile("/d/f"));
        replacements = 5;
        TestSystem.Check(Os.OpenError("/d/f", OpenFlags.Create | OpenFlags.ReadWrite));
        Transport.Afterwards = (type, reply) => type == MessageType.Tlopen ? Frames.With64(reply, 12, 999) : new Delivery(reply);
        Transport.Forget();
        Assert.Equal(Errno.ESTALE, Os.OpenError("/d/f"));
        Assert.Equal(8, Transport.CountOf(MessageType.Tlopen));
    }

    [Fact]
    public void O3_FileThatGoesBetweenWalkAndOpenIsCreated()
    {
        Transport.Instead = (type, _) =>
        {
            if (type == MessageType.Tlopen)
            {
                Transport.Instead = null;
                MemoryTree tree = _session.Server.Tree;
                Assert.Equal(Errno.None, tree.Remove(tree.Root.Children["d"], "f", removeDirectory: false));
            }

            return null;
        };
        TestSystem.Check(Os.OpenError("/d/f", OpenFlags.Create | OpenFlags.ReadWrite));
        Assert.Equal("", Os.ReadFile("/d/f"));
    }

    [Fact]
    public void O3_FileThatAppearsBetweenWalkAndCreateIsOpened()
    {
        Transport.Instead = (type, _) =>
        {
            if (type == MessageType.Tlcreate)
            {
                Transport.Instead = null;
                _session.Server.Tree.AddLink("new", "d/f"u8.ToArray());
            }

            return null;
        };
        OpenFile file = Os.Open("/new", OpenFlags.ReadWrite | OpenFlags.Create);
        Assert.Equal("hello", TestSystem.ReadText(file));
        file.Release();
    }

    [Fact]
    public void O3_ExclusiveCreateReportsTheRace()
    {
        Transport.Instead = (type, _) =>
        {
            if (type == MessageType.Tlcreate)
            {
                Transport.Instead = null;
                _session.Server.Tree.AddFile("new");
            }

            return null;
        };
        Assert.Equal(Errno.EEXIST, Os.OpenError("/new", OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive));
    }

    [Fact]
    public void C1_NumberOfAFailedClunkIsNotUsedAgain()
    {
        Transport.Replace(MessageType.Tclunk, reply => new Delivery(MemoryServer.Error(reply[5], Errno.EIO)));
        Assert.Equal(Errno.None, Os.StatError("/d/f"));
        _session.FileSystem.Fids.Drain();
        Assert.Equal(1, _session.FileSystem.Fids.FailedClunks);
        Assert.Equal(1, _session.FileSystem.Fids.InUse);
        uint highest = 0;
        Transport.Instead = (type, message) =>
        {
            highest = type == MessageType.Twalk ? Math.Max(highest, BitConverter.ToUInt32(message, 11)) : highest;
            return null;
        };
        Assert.Equal(Errno.None, Os.StatError("/d/f"));
        Assert.Equal((uint)_session.FileSystem.Fids.Capacity, highest);
    }

    [Fact]
    public void C2_FidOfAFailedRemoveIsNotClunked()
    {
        _session.Server.LacksNamesInDirectories = true;
        Assert.Equal(Errno.ENOTEMPTY, Os.RemoveDirectory("/d"));
        _session.FileSystem.Fids.Drain();
        Transport.Forget();
        Assert.Equal(Errno.ENOTEMPTY, Os.RemoveDirectory("/d"));
        Assert.Equal([MessageType.Twalk, MessageType.Tremove], Transport.Sent);
        Assert.Equal(1, _session.Server.FidCount);
    }

    [Fact]
    public void E3_ServerWithoutUnlinkatAndRenameatIsAskedOnce()
    {
        _session.Server.LacksNamesInDirectories = true;
        Assert.Equal(Errno.EISDIR, Os.Unlink("/d"));
        Assert.Equal(Errno.ENOTDIR, Os.RemoveDirectory("/link"));
        Assert.Equal(Errno.ENOENT, Os.Unlink("/none"));
        Assert.Equal(Errno.None, Os.Rename("/d/f", "/g"));
        Assert.Equal(Errno.None, Os.Rename("/g", "/h"));
        Assert.Equal(Errno.None, Os.Unlink("/h"));
        Assert.Equal(1, Transport.CountOf(MessageType.Tunlinkat));
        Assert.Equal(1, Transport.CountOf(MessageType.Trenameat));
    }

    [Theory]
    [InlineData(Errno.EOPNOTSUPP)]
    [InlineData(Errno.ENOSYS)]
    public void E3_ServerWithoutStatfsHasUnknownFigures(Errno error)
    {
        Transport.Instead = (type, message) => type == MessageType.Tstatfs ? new Delivery(MemoryServer.Error(message[5], error)) : null;
        Assert.Equal(Errno.None, Os.Files.GetStatistics(Os.Context, null, "/"u8, out FileSystemStatistics statistics));
        Assert.Equal(0x01021997u, statistics.Type);
        Assert.Equal(255u, statistics.NameLength);
        Assert.Equal(0ul, statistics.Blocks);
    }

    [Fact]
    public void S1_ImpossibleFiguresAreClamped()
    {
        Transport.Replace(MessageType.Tstatfs, reply =>
        {
            Array.Fill(reply, (byte)0xFF, 15, reply.Length - 15);
            Array.Clear(reply, 11, 4);
            return new Delivery(reply);
        });
        Assert.Equal(Errno.None, Os.Files.GetStatistics(Os.Context, null, "/"u8, out FileSystemStatistics statistics));
        Assert.Equal(4096u, statistics.BlockSize);
        Assert.Equal(255u, statistics.NameLength);
        Assert.Equal(ulong.MaxValue, statistics.Blocks);
    }

    [Theory]
    [InlineData("", Errno.ENOENT)]
    [InlineData("a\0b", Errno.EIO)]
    public void L1_ImpossibleTargetIsAnError(string target, Errno expected)
    {
        Transport.ReplaceUnseen(
            MessageType.Treadlink, message => new Delivery(MemoryServer.Reply(message[5], new Rreadlink(Encoding.UTF8.GetBytes(target)))));
        Assert.Equal(expected, Os.Names.ReadLink(Os.Context, null, "/link"u8, new byte[100]).Error);
    }

    [Fact]
    public void L1_TargetBeyondPathMaxIsTooLong()
    {
        Transport.ReplaceUnseen(MessageType.Treadlink, message => new Delivery(MemoryServer.Reply(message[5], new Rreadlink(new byte[4096]))));
        Assert.Equal(Errno.ENAMETOOLONG, Os.Names.ReadLink(Os.Context, null, "/link"u8, new byte[5000]).Error);
    }

    [Fact]
    public void L1_TargetOf64KiBEndsTheSession()
    {
        // No room was offered for it: a device that says it wrote so much has written elsewhere.
        _isHonest = false;
        Transport.ReplaceUnseen(MessageType.Treadlink, message => new Delivery(MemoryServer.Reply(message[5], new Rreadlink(new byte[65500]))));
        Assert.Equal(Errno.EIO, Os.Names.ReadLink(Os.Context, null, "/link"u8, new byte[5000]).Error);
        Assert.True(_session.FileSystem.Requests.IsBroken);
    }
}
