// Conformance: making, linking and removing names.
namespace Tests.Shared.Conformance;

using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Fact]
    public void DirectoryIsMadeOnce()
    {
        Check(Os.MakeDirectory("/d", 0x1ED));
        Assert.Equal(0x41EDu, Os.Stat("/d").Mode);
        AssertErrno(Errno.EEXIST, Os.MakeDirectory("/d"));
        AssertErrno(Errno.EEXIST, Os.MakeDirectory("/d/"));
        AssertErrno(Errno.EEXIST, Os.MakeDirectory("/d/."));
        AssertErrno(Errno.EEXIST, Os.MakeDirectory("/d/.."));
        AssertErrno(Errno.EEXIST, Os.MakeDirectory("/"));
        AssertErrno(Errno.ENOENT, Os.MakeDirectory("/no/d"));
        Check(Os.MakeDirectory("/e/"));
    }

    [Fact]
    public void DirectoryIsRemovedWhenEmpty()
    {
        Check(Os.MakeDirectory("/d"));
        Os.WriteFile("/d/f", "");
        AssertErrno(Errno.ENOTEMPTY, Os.RemoveDirectory("/d"));
        Check(Os.Unlink("/d/f"));
        Check(Os.RemoveDirectory("/d"));
        AssertErrno(Errno.ENOENT, Os.StatError("/d"));
    }

    [Fact]
    public void RemovalRefusesDotsAndTheWrongKind()
    {
        Check(Os.MakeDirectory("/d"));
        Check(Os.MakeDirectory("/d/e"));
        Os.WriteFile("/f", "");
        AssertErrno(Errno.EINVAL, Os.RemoveDirectory("/d/e/."));
        AssertErrno(Errno.ENOTEMPTY, Os.RemoveDirectory("/d/e/.."));
        AssertErrno(Errno.EBUSY, Os.RemoveDirectory("/"));
        AssertErrno(Errno.ENOTDIR, Os.RemoveDirectory("/f"));
        AssertErrno(Errno.EISDIR, Os.Unlink("/d"));
        AssertErrno(Errno.EISDIR, Os.Unlink("/d/"));
        AssertErrno(Errno.EISDIR, Os.Unlink("/d/."));
        AssertErrno(Errno.ENOTDIR, Os.Unlink("/f/"));
        AssertErrno(Errno.ENOENT, Os.Unlink("/no"));
        AssertErrno(Errno.ENOENT, Os.Unlink("/no/"));
        AssertErrno(Errno.ENOTDIR, Os.Unlink("/f/g"));
    }

    [Fact]
    public void RemovalTakesTheLinkAndNotItsTarget()
    {
        Os.WriteFile("/f", "x");
        Check(Os.Symlink("f", "/link"));
        Check(Os.Unlink("/link"));
        Assert.Equal("x", Os.ReadFile("/f"));
    }

    [Fact]
    public void RemovedFileLivesOnWhileItIsOpen()
    {
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        Write(file, "still here");
        Check(Os.Unlink("/f"));
        AssertErrno(Errno.ENOENT, Os.StatError("/f"));
        Assert.Equal("still", System.Text.Encoding.UTF8.GetString(ReadAt(file, 0, 5)));
        WriteAt(file, 0, Bytes("S"));
        Assert.Equal(10, Os.Stat(file).Size);
        Os.WriteFile("/f", "another");
        Assert.Equal("Still", System.Text.Encoding.UTF8.GetString(ReadAt(file, 0, 5)));
        Assert.NotEqual(Os.Stat("/f").Inode, Os.Stat(file).Inode);
        file.Release();
    }

    [Fact]
    public void HardLinkIsTheSameFile()
    {
        Os.WriteFile("/f", "one");
        Check(Os.Link("/f", "/g"));
        Assert.Equal(2ul, Os.Stat("/f").Links);
        Assert.Equal(Os.Stat("/f").Inode, Os.Stat("/g").Inode);
        Os.WriteFile("/g", "two");
        Assert.Equal("two", Os.ReadFile("/f"));
        Check(Os.Unlink("/f"));
        Assert.Equal("two", Os.ReadFile("/g"));
        Assert.Equal(1ul, Os.Stat("/g").Links);
    }

    [Fact]
    public void HardLinkRefusesDirectoriesAndExistingNames()
    {
        Os.WriteFile("/f", "");
        Check(Os.MakeDirectory("/d"));
        AssertErrno(Errno.EPERM, Os.Link("/d", "/e"));
        AssertErrno(Errno.EEXIST, Os.Link("/f", "/d"));
        AssertErrno(Errno.EEXIST, Os.Link("/f", "/f"));
        AssertErrno(Errno.ENOENT, Os.Link("/no", "/g"));
        AssertErrno(Errno.ENOENT, Os.Link("/f", "/g/"));
    }

    [Fact]
    public void TwoOpeningsOfOneFileShareItsNode()
    {
        Os.WriteFile("/f", "");
        Check(Os.Link("/f", "/g"));
        OpenFile one = Os.Open("/f");
        OpenFile two = Os.Open("/g");
        Assert.Same(one.Node, two.Node);
        one.Release();
        two.Release();
    }

    [Fact]
    public void SymbolicLinkKeepsItsTarget()
    {
        Check(Os.Symlink("some/where else", "/link"));
        Assert.Equal("some/where else", Os.ReadLink("/link"));
        Assert.Equal(0xA000u, Os.Stat("/link", LookupFlags.NoFollow).Mode & FileMode.TypeMask);
        Assert.Equal(15, Os.Stat("/link", LookupFlags.NoFollow).Size);
        var cut = new byte[4];
        Assert.Equal(4, Check(Os.Names.ReadLink(Os.Context, null, Bytes("/link"), cut)));
        Assert.Equal("some"u8.ToArray(), cut);
    }

    [Fact]
    public void SymbolicLinkRefusesExistingNamesAndEmptyTargets()
    {
        Os.WriteFile("/f", "");
        AssertErrno(Errno.EEXIST, Os.Symlink("x", "/f"));
        AssertErrno(Errno.ENOENT, Os.Symlink("", "/g"));
        AssertErrno(Errno.ENOENT, Os.Symlink("x", "/g/"));
        AssertErrno(Errno.EINVAL, Os.Names.ReadLink(Os.Context, null, Bytes("/f"), new byte[10]).Error);
    }

    [Fact]
    public void RemovedWorkingDirectoryHasNoPath()
    {
        Check(Os.MakeDirectory("/a"));
        Check(Os.ChangeDirectory("/a"));
        Check(Os.RemoveDirectory("/a"));
        AssertErrno(Errno.ENOENT, FileOperations.GetWorkingDirectory(Os.Context, new byte[100]).Error);
        AssertErrno(Errno.ENOENT, Os.OpenError("new", OpenFlags.WriteOnly | OpenFlags.Create));
        AssertErrno(Errno.ENOENT, Os.MakeDirectory("new"));
        AssertErrno(Errno.None, Os.StatError(".."));
    }

    [Fact]
    public void ModeAndTimesAreSet()
    {
        Os.WriteFile("/f", "x");
        Check(Os.Attributes.ChangeMode(Os.Context, null, Bytes("/f"), 0x180, LookupFlags.None));
        Assert.Equal(0x8180u, Os.Stat("/f").Mode);
        var times = new AttributeChanges
        {
            Mask = AttributeMask.AccessTime | AttributeMask.AccessTimeSet | AttributeMask.ModifyTime | AttributeMask.ModifyTimeSet,
            AccessTime = new Timespec(1000, 0),
            ModifyTime = new Timespec(2000, 123_000_000),
        };
        Check(Os.Attributes.SetTimes(Os.Context, null, Bytes("/f"), LookupFlags.None, in times));
        Assert.Equal(1000, Os.Stat("/f").AccessTime.Seconds);
        Assert.Equal(2000, Os.Stat("/f").ModifyTime.Seconds);
        Assert.Equal(123_000_000, Os.Stat("/f").ModifyTime.Nanoseconds);
    }

    [Fact]
    public void LinkItselfHasNoMode()
    {
        Check(Os.Symlink("x", "/link"));
        AssertErrno(Errno.EOPNOTSUPP, Os.Attributes.ChangeMode(Os.Context, null, Bytes("/link"), 0x180, LookupFlags.NoFollow));
    }

    [Fact]
    public void MakeNodeMakesARegularFileButNoDirectory()
    {
        Check(Os.Names.MakeNode(Os.Context, null, Bytes("/f"), 0x81A4, 0));
        Assert.Equal(0x81A4u, Os.Stat("/f").Mode);
        AssertErrno(Errno.EEXIST, Os.Names.MakeNode(Os.Context, null, Bytes("/f"), 0x81A4, 0));
        AssertErrno(Errno.EPERM, Os.Names.MakeNode(Os.Context, null, Bytes("/d"), 0x41ED, 0));
        AssertErrno(Errno.EINVAL, Os.Names.MakeNode(Os.Context, null, Bytes("/d"), 0xA1FF, 0));
    }

    [Fact]
    public void StatisticsHaveANameLength()
    {
        Check(Os.Files.GetStatistics(Os.Context, null, Bytes("/"), out FileSystemStatistics statistics));
        Assert.InRange(statistics.NameLength, 100u, 255u);
        Assert.NotEqual(0u, statistics.BlockSize);
    }
}
