// Conformance: rename(2).
namespace Tests.Shared.Conformance;

using System.Collections.Generic;
using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Fact]
    public void RenameMovesTheFile()
    {
        Os.WriteFile("/f", "x");
        Check(Os.MakeDirectory("/d"));
        ulong inode = Os.Stat("/f").Inode;
        Check(Os.Rename("/f", "/d/g"));
        AssertErrno(Errno.ENOENT, Os.StatError("/f"));
        Assert.Equal("x", Os.ReadFile("/d/g"));
        Assert.Equal(inode, Os.Stat("/d/g").Inode);
    }

    [Fact]
    public void RenameReplacesAFile()
    {
        Os.WriteFile("/f", "new");
        Os.WriteFile("/g", "old");
        OpenFile old = Os.Open("/g");
        Check(Os.Rename("/f", "/g"));
        Assert.Equal("new", Os.ReadFile("/g"));
        Assert.Equal("old", ReadText(old));
        Assert.Equal(new List<string> { "g" }, Os.List("/"));
        old.Release();
    }

    [Fact]
    public void RenameToItselfDoesNothing()
    {
        Os.WriteFile("/f", "x");
        Check(Os.Link("/f", "/g"));
        Check(Os.Rename("/f", "/f"));
        Check(Os.Rename("/f", "/g"));
        Assert.Equal("x", Os.ReadFile("/f"));
        Assert.Equal("x", Os.ReadFile("/g"));
    }

    [Fact]
    public void RenameReplacesAnEmptyDirectoryOnly()
    {
        Check(Os.MakeDirectory("/a"));
        Check(Os.MakeDirectory("/b"));
        Check(Os.MakeDirectory("/full"));
        Os.WriteFile("/a/in", "x");
        Os.WriteFile("/full/f", "");
        AssertErrno(Errno.ENOTEMPTY, Os.Rename("/a", "/full"));
        Check(Os.Rename("/a", "/b"));
        Assert.Equal("x", Os.ReadFile("/b/in"));
        AssertErrno(Errno.ENOENT, Os.StatError("/a"));
    }

    [Fact]
    public void RenameDoesNotMixFilesAndDirectories()
    {
        Os.WriteFile("/f", "");
        Check(Os.MakeDirectory("/d"));
        AssertErrno(Errno.EISDIR, Os.Rename("/f", "/d"));
        AssertErrno(Errno.ENOTDIR, Os.Rename("/d", "/f"));
        AssertErrno(Errno.ENOTDIR, Os.Rename("/f", "/g/"));
        AssertErrno(Errno.ENOTDIR, Os.Rename("/f/", "/g"));
        Check(Os.Rename("/d/", "/e/"));
    }

    [Fact]
    public void RenameIntoItselfIsRefused()
    {
        Check(Os.MakeDirectory("/a"));
        Check(Os.MakeDirectory("/a/b"));
        AssertErrno(Errno.EINVAL, Os.Rename("/a", "/a/c"));
        AssertErrno(Errno.EINVAL, Os.Rename("/a", "/a/b/c"));
        AssertErrno(Errno.ENOTEMPTY, Os.Rename("/a/b", "/a"));
    }

    [Fact]
    public void RenameRefusesDotsAndMissingNames()
    {
        Check(Os.MakeDirectory("/a"));
        AssertErrno(Errno.EBUSY, Os.Rename("/a/.", "/b"));
        AssertErrno(Errno.EBUSY, Os.Rename("/a", "/a/.."));
        AssertErrno(Errno.EBUSY, Os.Rename("/", "/b"));
        AssertErrno(Errno.ENOENT, Os.Rename("/no", "/b"));
        AssertErrno(Errno.ENOENT, Os.Rename("/a", "/no/b"));
    }

    [Fact]
    public void RenameTakesTheLinkAndNotItsTarget()
    {
        Os.WriteFile("/f", "x");
        Check(Os.Symlink("f", "/link"));
        Check(Os.Rename("/link", "/moved"));
        Assert.Equal("f", Os.ReadLink("/moved"));
        Assert.Equal("x", Os.ReadFile("/f"));
    }

    [Fact]
    public void OpenFileAndWorkingDirectoryFollowARename()
    {
        Check(Os.MakeDirectory("/a"));
        Check(Os.MakeDirectory("/a/b"));
        Os.WriteFile("/a/b/f", "x");
        OpenFile file = Os.Open("/a/b/f", OpenFlags.ReadWrite);
        Check(Os.ChangeDirectory("/a/b"));
        Check(Os.Rename("/a", "/z"));
        Assert.Equal("/z/b", Os.WorkingDirectory());
        Assert.Equal("x", Os.ReadFile("f"));
        Assert.Equal("x", Os.ReadFile("../b/f"));
        Assert.Equal("x", ReadText(file));
        Assert.Equal(1, Os.Stat(file).Size);
        file.Release();
    }
}
