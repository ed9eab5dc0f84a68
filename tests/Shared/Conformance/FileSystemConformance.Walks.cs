// Conformance: how paths resolve (path_resolution(7)).
namespace Tests.Shared.Conformance;

using System.Linq;
using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Theory]
    [InlineData("/a/b/c")]
    [InlineData("//a///b/c")]
    [InlineData("/./a/./b/./c")]
    [InlineData("/a/b/../b/c")]
    [InlineData("/../../a/b/c")]
    [InlineData("a/b/c")]
    [InlineData("./a/b/c")]
    [InlineData("a/../a/b/../../a/b/c")]
    public void SpellingsOfOnePathMeetTheSameFile(string path)
    {
        MakeTree();
        Assert.Equal("c", Os.ReadFile(path));
    }

    [Fact]
    public void EveryNameBeforeTheLastMustBeADirectory()
    {
        MakeTree();
        AssertErrno(Errno.ENOTDIR, Os.StatError("/a/b/c/d"));
        AssertErrno(Errno.ENOTDIR, Os.StatError("/a/b/c/.."));
        AssertErrno(Errno.ENOTDIR, Os.StatError("/a/b/c/."));
        AssertErrno(Errno.ENOTDIR, Os.StatError("/a/b/c/"));
        AssertErrno(Errno.ENOENT, Os.StatError("/a/x/../b"));
        AssertErrno(Errno.ENOENT, Os.StatError("/a/x"));
        AssertErrno(Errno.ENOENT, Os.StatError("/x/b/c"));
        AssertErrno(Errno.None, Os.StatError("/a/b/"));
    }

    [Fact]
    public void EmptyPathIsMissing()
    {
        AssertErrno(Errno.ENOENT, Os.StatError(""));
        AssertErrno(Errno.ENOENT, Os.OpenError(""));
    }

    [Fact]
    public void NamesAndPathsHaveALimit()
    {
        string longest = Repeat('n', Limits.Name);
        AssertErrno(Errno.ENOENT, Os.StatError("/" + longest));
        AssertErrno(Errno.ENAMETOOLONG, Os.StatError("/" + longest + "n"));
        AssertErrno(Errno.ENAMETOOLONG, Os.MakeDirectory("/" + longest + "n"));
        AssertErrno(Errno.ENOENT, Os.StatError("/missing/" + longest + "n"));
        AssertErrno(Errno.ENAMETOOLONG, Os.StatError("/" + string.Concat(Enumerable.Repeat("a/", 2048))));
        AssertErrno(Errno.None, Os.StatError("/" + string.Concat(Enumerable.Repeat("./", 2047))));
    }

    [Fact]
    public void DeepTreeNeedsSeveralBatches()
    {
        string path = "";
        for (int depth = 0; depth < 40; depth++)
        {
            path += "/d" + depth;
            Check(Os.MakeDirectory(path));
        }

        Os.WriteFile(path + "/f", "deep");
        Assert.Equal("deep", Os.ReadFile(path + "/f"));
        Check(Os.ChangeDirectory(path));
        Assert.Equal(path, Os.WorkingDirectory());
        Assert.Equal("deep", Os.ReadFile("../../d38/d39/f"));
        Check(Os.ChangeDirectory(string.Concat(Enumerable.Repeat("../", 40))));
        Assert.Equal("/", Os.WorkingDirectory());
    }

    [Fact]
    public void LinksAreFollowedInTheMiddleAndAtTheEnd()
    {
        MakeTree();
        Check(Os.Symlink("a/b", "/rel"));
        Check(Os.Symlink("/a/b", "/abs"));
        Check(Os.Symlink("../b/c", "/a/b/up"));
        Check(Os.Symlink("rel", "/twice"));
        Assert.Equal("c", Os.ReadFile("/rel/c"));
        Assert.Equal("c", Os.ReadFile("/abs/c"));
        Assert.Equal("c", Os.ReadFile("/abs/up"));
        Assert.Equal("c", Os.ReadFile("/twice/up"));
        Assert.Equal("c", Os.ReadFile("/a/b/../../twice/../b/c"));
        Assert.Equal(FileType.Directory, FileMode.TypeOf(Os.Stat("/twice").Mode));
        Assert.Equal(FileType.SymbolicLink, FileMode.TypeOf(Os.Stat("/twice", LookupFlags.NoFollow).Mode));
        Assert.Equal(FileType.Directory, FileMode.TypeOf(Os.Stat("/twice/", LookupFlags.NoFollow).Mode));
    }

    [Fact]
    public void DotDotBehindALinkIsTheTargetsParent()
    {
        MakeTree();
        Os.WriteFile("/a/sibling", "physical");
        Check(Os.Symlink("/a/b", "/link"));
        Assert.Equal("physical", Os.ReadFile("/link/../sibling"));
        Check(Os.ChangeDirectory("/link"));
        Assert.Equal("/a/b", Os.WorkingDirectory());
        Assert.Equal("physical", Os.ReadFile("../sibling"));
    }

    [Fact]
    public void LinkLoopsEnd()
    {
        Check(Os.Symlink("self", "/self"));
        Check(Os.Symlink("pong", "/ping"));
        Check(Os.Symlink("ping", "/pong"));
        AssertErrno(Errno.ELOOP, Os.StatError("/self"));
        AssertErrno(Errno.ELOOP, Os.StatError("/ping/x"));
        AssertErrno(Errno.ELOOP, Os.OpenError("/self", OpenFlags.WriteOnly | OpenFlags.Create));
    }

    [Fact]
    public void FortyLinksAreFollowedAndNoMore()
    {
        Os.WriteFile("/link0", "end");
        for (int index = 1; index <= 41; index++)
        {
            Check(Os.Symlink($"link{index - 1}", $"/link{index}"));
        }

        Assert.Equal("end", Os.ReadFile("/link40"));
        AssertErrno(Errno.ELOOP, Os.StatError("/link41"));
    }

    [Fact]
    public void NoFollowRefusesALinkAtTheEndOnly()
    {
        MakeTree();
        Check(Os.Symlink("a", "/dir"));
        Check(Os.Symlink("a/b/c", "/file"));
        AssertErrno(Errno.ELOOP, Os.OpenError("/file", OpenFlags.NoFollow));
        AssertErrno(Errno.ELOOP, Os.OpenError("/file", OpenFlags.NoFollow | OpenFlags.Create | OpenFlags.WriteOnly));
        AssertErrno(Errno.None, Os.OpenError("/dir/b/c", OpenFlags.NoFollow));
        AssertErrno(Errno.ENOTDIR, Os.OpenError("/dir", OpenFlags.NoFollow | OpenFlags.Directory));
        OpenFile link = Os.Open("/file", OpenFlags.NoFollow | OpenFlags.Path);
        Assert.Equal(FileType.SymbolicLink, link.Node.Type);
        var target = new byte[10];
        Assert.Equal(5, Check(Os.Names.ReadLink(Os.Context, link, default, target)));
        link.Release();
    }

    [Fact]
    public void DanglingLinkIsMissingWhenFollowed()
    {
        Check(Os.Symlink("nowhere", "/link"));
        AssertErrno(Errno.ENOENT, Os.StatError("/link"));
        AssertErrno(Errno.ENOENT, Os.OpenError("/link"));
        AssertErrno(Errno.None, Os.StatError("/link", LookupFlags.NoFollow));
    }

    [Fact]
    public void LongTargetsAreFollowed()
    {
        MakeTree();
        Check(Os.Symlink(string.Concat(Enumerable.Repeat("./", 1900)) + "a", "/long"));
        Assert.Equal("c", Os.ReadFile("/long/b/c"));
        AssertErrno(Errno.ENAMETOOLONG, Os.StatError("/long/" + string.Concat(Enumerable.Repeat("./", 1000)) + "b"));
    }

    [Fact]
    public void RelativePathsStartAtTheGivenDirectory()
    {
        MakeTree();
        OpenFile directory = Os.Open("/a/b", OpenFlags.Directory);
        OpenFile file = Os.Open("c", at: directory);
        Assert.Equal("c", ReadText(file));
        AssertErrno(Errno.None, Os.StatError("../b/c", at: directory));
        AssertErrno(Errno.None, Os.StatError("/a", at: directory));
        AssertErrno(Errno.ENOTDIR, Os.StatError("c", at: file));
        AssertErrno(Errno.None, Os.StatError("/a", at: file));
        AssertErrno(Errno.None, Os.StatError("", LookupFlags.EmptyPath, at: file));
        AssertErrno(Errno.ENOENT, Os.StatError("", at: file));
        file.Release();
        directory.Release();
    }

    [Fact]
    public void FileThatReplacesAnOpenOneHasItsOwnDentry()
    {
        Os.WriteFile("/f", "old");
        OpenFile old = Os.Open("/f");
        Os.WriteFile("/g", "newer");
        Check(Os.Rename("/g", "/f"));
        OpenFile now = Os.Open("/f");
        Assert.NotSame(old.Dentry, now.Dentry);
        Assert.True(old.Dentry!.IsDeleted);
        Assert.Equal(5, Os.Stat(now).Size);
        old.Release();
        now.Release();
    }

    [Fact]
    public void ChangeDirectoryNeedsADirectory()
    {
        MakeTree();
        AssertErrno(Errno.ENOTDIR, Os.ChangeDirectory("/a/b/c"));
        AssertErrno(Errno.ENOENT, Os.ChangeDirectory("/no"));
        Check(Os.ChangeDirectory("/a/b"));
        Assert.Equal("/a/b", Os.WorkingDirectory());
        AssertErrno(Errno.ERANGE, FileOperations.GetWorkingDirectory(Os.Context, new byte[3]).Error);
    }

    [Fact]
    public void RootOfTheProcessEndsDotDot()
    {
        MakeTree();
        Check(Os.ChangeDirectory("/a/b"));
        Check(Os.Files.ChangeRoot(Os.Context, Bytes("/a")));
        Assert.Equal("/b", Os.WorkingDirectory());
        Assert.Equal("c", Os.ReadFile("/../../b/c"));
        AssertErrno(Errno.ENOENT, Os.StatError("/a"));
    }

    private void MakeTree()
    {
        Check(Os.MakeDirectory("/a"));
        Check(Os.MakeDirectory("/a/b"));
        Os.WriteFile("/a/b/c", "c");
    }
}
