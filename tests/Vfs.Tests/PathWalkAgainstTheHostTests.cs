// A walk while the host changes the tree below it, or while the server answers nonsense: bounded, clean, and never on the old file.
namespace Vfs.Tests;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class PathWalkAgainstTheHostTests : IDisposable
{
    private readonly CountingFileSystem _files;
    private readonly TestSystem _os;

    public PathWalkAgainstTheHostTests()
    {
        _files = new CountingFileSystem(new RamFileSystem(128, 0x1ED, new ArrayPageStore(128), new StepClock()));
        _os = new TestSystem(_files, dentries: 64);
        Check(_os.MakeDirectory("/a"));
        Check(_os.MakeDirectory("/a/b"));
        Check(_os.MakeDirectory("/a/b/c"));
        _os.WriteFile("/a/b/c/f", "x");
        _files.Forget();
    }

    public void Dispose() => _os.Shutdown();

    [Fact]
    public void FileThatAppearsBetweenWalkAndCreateIsOpened()
    {
        _files.AfterWalk = number =>
        {
            if (number == 0)
            {
                // A directory: Create says EEXIST, and the second walk finds it.
                Check(_os.RootMount.FileSystem.Root.MakeDirectory("new"u8, 0x1ED));
            }
        };
        Assert.Equal(Errno.EISDIR, _os.OpenError("/new", OpenFlags.WriteOnly | OpenFlags.Create));
        Assert.Equal(["new", "new"], _files.Walks);
    }

    [Fact]
    public void CreateThatNeverAgreesWithTheWalkEnds()
    {
        Check(_os.MakeDirectory("/new"));
        _files.Forget();
        _files.Refuse = () => Errno.ENOENT;
        Assert.Equal(Errno.EEXIST, _os.OpenError("/new", OpenFlags.WriteOnly | OpenFlags.Create));
        Assert.InRange(_files.Walks.Count, 2, 10);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(99)]
    public void LinkAtAnImpossiblePlaceIsAnIoError(int resolved)
    {
        _files.Refuse = () => Errno.ELOOP;
        _files.RefusedResolved = resolved;
        Assert.Equal(Errno.EIO, _os.StatError("/a/b"));
    }

    [Fact]
    public void ErrorOfTheServerIsPassedOn()
    {
        _files.Refuse = () => Errno.EACCES;
        Assert.Equal(Errno.EACCES, _os.StatError("/a/b"));
        Assert.Equal(Errno.EACCES, _os.OpenError("/a/new", OpenFlags.WriteOnly | OpenFlags.Create));
        Assert.Equal(Errno.EACCES, _os.Unlink("/a/b/f"));
    }

    [Fact]
    public void ServerThatAlwaysSaysLinkIsCutOff()
    {
        _files.Refuse = () => Errno.ELOOP;
        _files.RefusedResolved = 1;
        Assert.Equal(Errno.ELOOP, _os.StatError("/a/b"));
        Assert.InRange(_files.Walks.Count, 40, 100);
    }

    [Fact]
    public void LinkReplacedByADirectoryMeanwhileIsWalkedThrough()
    {
        Check(_os.Symlink("nowhere", "/l"));
        _files.Forget();
        _files.AfterWalk = number =>
        {
            if (number == 0)
            {
                VNode root = _os.RootMount.FileSystem.Root;
                Check(root.Unlink("l"u8, directory: false));
                Check(root.Rename("a"u8, root, "l"u8));
            }
        };
        _os.Stat("/l/b/c/f");
        Assert.Equal(["l/b/c/f", "l", "l/b/c/f"], _files.Walks);
    }

    [Fact]
    public void FileThatTheHostReplacedGetsANewDentry()
    {
        OpenFile old = _os.Open("/a/b/c/f");
        int before = _os.Dentries.InUse;
        Check(WalkTo("/a/b/c", out VNode directory));
        Check(directory.Unlink("f"u8, directory: false));
        Check(directory.MakeDirectory("f"u8, 0x1ED));
        OpenFile now = _os.Open("/a/b/c/f");
        Assert.NotSame(old.Dentry, now.Dentry);
        Assert.Equal(FileType.Directory, now.Node.Type);
        Assert.Equal(FileType.Regular, old.Node.Type);
        Assert.True(old.Dentry!.IsDeleted);
        Assert.Equal(before + 1, _os.Dentries.InUse);
        now.Release();
        old.Release();
        directory.Release();
    }

    [Fact]
    public void RenamedParentOnTheHostIsMissingForDotDot()
    {
        Check(_os.ChangeDirectory("/a/b/c"));
        VNode root = _os.RootMount.FileSystem.Root;
        Check(root.Rename("a"u8, root, "moved"u8));
        Assert.Equal(Errno.ENOENT, _os.StatError("../c"));
        Assert.Equal(Errno.None, _os.StatError("f"));
    }

    private Errno WalkTo(string path, out VNode node)
    {
        Dentry found = Check(_os.Files.Find(_os.Context, null, Bytes(path), LookupFlags.None));
        node = found.Node!;
        node.Acquire();
        found.Release();
        return Errno.None;
    }
}
