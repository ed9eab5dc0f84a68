// How many messages a path costs, and what is left of it afterwards.
namespace Vfs.Tests;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class PathWalkTests : IDisposable
{
    private readonly CountingFileSystem _files;
    private readonly TestSystem _os;

    public PathWalkTests()
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
    public void StatOfAnyDepthIsOneWalk()
    {
        _os.Stat("/a/b/c/f");
        Assert.Equal(["a/b/c/f"], _files.Walks);
    }

    [Fact]
    public void DotsAndSlashesCostNothing()
    {
        _os.Stat("//a/./b//c/./f");
        Assert.Equal(["a/b/c/f"], _files.Walks);
    }

    [Fact]
    public void RootAndWorkingDirectoryCostNothing()
    {
        _os.Stat("/");
        _os.Stat(".");
        Assert.Empty(_files.Walks);
    }

    [Fact]
    public void RelativePathStartsAtTheWorkingDirectory()
    {
        Check(_os.ChangeDirectory("/a/b"));
        _files.Forget();
        _os.Stat("c/f");
        Assert.Equal(["c/f"], _files.Walks);
    }

    [Fact]
    public void SixteenNamesAreOneBatch()
    {
        string path = "";
        for (int depth = 0; depth < 17; depth++)
        {
            path += "/" + (char)('a' + depth);
            if (depth > 1)
            {
                _os.MakeDirectory(path);
            }
        }

        _files.Forget();
        _os.Stat(path);
        Assert.Equal(["a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "q"], _files.Walks);
    }

    [Fact]
    public void DotDotAsksWhetherTheNamesBeforeItAreADirectory()
    {
        _os.Stat("/a/b/../b/c");
        Assert.Equal(["a/b", "a/b/c"], _files.Walks);
    }

    [Fact]
    public void DotDotOfTheWorkingDirectoryIsOneWalkWithTheRest()
    {
        Check(_os.ChangeDirectory("/a/b/c"));
        _files.Forget();
        _os.Stat("../c/f");
        Assert.Equal(["a/b/c/f"], _files.Walks);
    }

    [Fact]
    public void DotDotIntoAHeldDirectoryStartsThere()
    {
        OpenFile parent = _os.Open("/a/b");
        Check(_os.ChangeDirectory("/a/b/c"));
        _files.Forget();
        _os.Stat("../c/f");
        Assert.Equal(["c/f"], _files.Walks);
        parent.Release();
    }

    [Fact]
    public void OpeningAnExistingFileForCreationIsOneWalk()
    {
        _os.Open("/a/b/c/f", OpenFlags.ReadWrite | OpenFlags.Create).Release();
        Assert.Equal(["a/b/c/f"], _files.Walks);
    }

    [Fact]
    public void CreatingAFileWalksToItsDirectory()
    {
        _os.Open("/a/b/new", OpenFlags.ReadWrite | OpenFlags.Create).Release();
        Assert.Equal(["a/b/new", "a/b"], _files.Walks);
        _files.Forget();
        _os.Open("/new", OpenFlags.ReadWrite | OpenFlags.Create).Release();
        Assert.Equal(["new"], _files.Walks);
    }

    [Fact]
    public void ExclusiveCreationDoesNotLookFirst()
    {
        _os.Open("/a/b/new", OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive).Release();
        Assert.Equal(["a/b"], _files.Walks);
    }

    [Fact]
    public void ChangingADirectoryIsOneWalk()
    {
        Check(_os.MakeDirectory("/a/b/d"));
        Check(_os.Rename("/a/b/d", "/a/b/e"));
        Check(_os.RemoveDirectory("/a/b/e"));
        Assert.Equal(["a/b", "a/b", "a/b", "a/b"], _files.Walks);
    }

    [Fact]
    public void LinkInTheMiddleIsResolvedAloneAndSplicedIn()
    {
        Check(_os.Symlink("b", "/a/link"));
        _files.Forget();
        _os.Stat("/a/link/c/f");
        Assert.Equal(["a/link/c/f", "a/link", "a/b/c/f"], _files.Walks);
    }

    [Fact]
    public void LinkAtTheEndIsResolvedOnce()
    {
        Check(_os.Symlink("b/c/f", "/a/link"));
        _files.Forget();
        _os.Stat("/a/link");
        Assert.Equal(["a/link", "a/b/c/f"], _files.Walks);
    }

    [Fact]
    public void NothingOfAWalkStaysAlive()
    {
        int before = _os.Dentries.InUse;
        _os.Stat("/a/b/c/f");
        _os.StatError("/a/b/no/f");
        _os.StatError("/a/b/c/f/g");
        Assert.Equal(before, _os.Dentries.InUse);
    }

    [Fact]
    public void OpenFileHoldsItsNamesButOnlyItsOwnNode()
    {
        int before = _os.Dentries.InUse;
        OpenFile file = _os.Open("/a/b/c/f");
        Assert.Equal(before + 4, _os.Dentries.InUse);
        Assert.NotNull(file.Dentry!.Node);
        Assert.Null(file.Dentry.Parent!.Node);
        Assert.Null(file.Dentry.Parent.Parent!.Node);
        file.Release();
        Assert.Equal(before, _os.Dentries.InUse);
    }

    [Fact]
    public void MissingNamesAreAskedForAgain()
    {
        AssertMissing("/a/new");
        _os.WriteFile("/a/new", "");
        _os.Stat("/a/new");
    }

    [Fact]
    public void PoolOfDentriesEndsInEnfileAndLosesNothing()
    {
        string path = "";
        for (int depth = 0; depth < 80; depth++)
        {
            path += "/d";
            if (_os.MakeDirectory(path) != Errno.None)
            {
                break;
            }
        }

        int before = _os.Dentries.InUse;
        Assert.Equal(Errno.ENFILE, _os.OpenError(path));
        Assert.Equal(before, _os.Dentries.InUse);
    }

    private void AssertMissing(string path)
    {
        Assert.Equal(Errno.ENOENT, _os.StatError(path));
        Assert.Single(_files.Walks.Distinct());
    }
}
