// Mounting over names that exist and names that do not, crossing in both directions, and what a mount forbids.
namespace Vfs.Tests;

using System;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class MountTableTests : IDisposable
{
    private readonly TestSystem _os;

    public MountTableTests()
    {
        _os = new TestSystem(NewFileSystem());
        Check(_os.MakeDirectory("/dir"));
        _os.WriteFile("/dir/below", "covered");
        _os.WriteFile("/f", "root");
    }

    public void Dispose() => _os.Shutdown();

    [Fact]
    public void MountPointNeedsNoDirectory()
    {
        MountAt("/proc");
        MountAt("/opt/data/share");
        _os.WriteFile("/proc/x", "1");
        _os.WriteFile("/opt/data/share/y", "2");
        Assert.Equal("1", _os.ReadFile("/proc/x"));
        Assert.Equal("2", _os.ReadFile("/opt/data/share/y"));
        Assert.Equal("/proc", DirectoryAfter("/proc"));
        Assert.Equal("/opt/data/share", DirectoryAfter("/opt/data/share"));
    }

    [Fact]
    public void MountPointIsNotListedUnlessTheDirectoryIsThere()
    {
        MountAt("/proc");
        Assert.Equal(new List<string> { "dir", "f" }, _os.List("/"));
    }

    [Fact]
    public void MountHidesWhatIsBelow()
    {
        MountAt("/dir");
        Assert.Equal(Errno.ENOENT, _os.StatError("/dir/below"));
        Assert.NotEqual(_os.Stat("/").Device, _os.Stat("/dir").Device);
        Check(_os.Mounts.Unmount(_os.Mounts[1]));
        Assert.Equal("covered", _os.ReadFile("/dir/below"));
    }

    [Fact]
    public void MountOverHidesEvenAFileOfThatName()
    {
        Assert.Equal(Errno.ENOTDIR, _os.Mounts.MountAt(_os.Context, "/f"u8, NewFileSystem(), false, default, default).Error);
        Check(_os.Mounts.MountOver(_os.Context, "/f"u8, NewFileSystem(), "tmpfs"u8));
        _os.WriteFile("/f/x", "1");
        Assert.Equal("1", _os.ReadFile("/f/x"));
        Check(_os.Mounts.Unmount(_os.Mounts[1]));
        Assert.Equal("root", _os.ReadFile("/f"));
    }

    [Fact]
    public void DotDotLeavesTheMount()
    {
        MountAt("/dir");
        Check(_os.MakeDirectory("/dir/in"));
        Assert.Equal("root", _os.ReadFile("/dir/../f"));
        Assert.Equal("root", _os.ReadFile("/dir/in/../../f"));
        Check(_os.ChangeDirectory("/dir/in"));
        Assert.Equal("/dir/in", _os.WorkingDirectory());
        Assert.Equal("root", _os.ReadFile("../../f"));
        Assert.Equal("/dir", DirectoryAfter(".."));
        Assert.Equal("/", DirectoryAfter(".."));
    }

    [Fact]
    public void MountsNest()
    {
        MountAt("/a");
        MountAt("/a/b");
        MountAt("/a/b/c/d");
        _os.WriteFile("/a/b/c/d/f", "deep");
        Assert.Equal("deep", _os.ReadFile("/a/b/c/d/f"));
        Assert.Equal("/a/b/c/d", DirectoryAfter("/a/b/c/d"));
        Assert.Equal("/", DirectoryAfter("/a/b/../.."));
    }

    [Fact]
    public void PinnedNamesAboveAMountPointAreNoDirectories()
    {
        MountAt("/no/such/m");
        Assert.Equal(Errno.ENOENT, _os.StatError("/no"));
        Assert.Equal(Errno.ENOENT, _os.StatError("/no/such/m/.."));
        Check(_os.MakeDirectory("/no"));
        Check(_os.MakeDirectory("/no/such"));
        Assert.Equal("/no/such", DirectoryAfter("/no/such/m/.."));
        Assert.Equal("/no/such/m", DirectoryAfter("m"));
    }

    [Fact]
    public void LinksLeadIntoAndOutOfMounts()
    {
        MountAt("/m");
        _os.WriteFile("/m/g", "inside");
        Check(_os.Symlink("m/g", "/in"));
        Check(_os.Symlink("../f", "/m/out"));
        Check(_os.Symlink("/f", "/m/absolute"));
        Assert.Equal("inside", _os.ReadFile("/in"));
        Assert.Equal("root", _os.ReadFile("/m/out"));
        Assert.Equal("root", _os.ReadFile("/m/absolute"));
    }

    [Fact]
    public void MountPointCannotBeMountedTwice()
    {
        MountAt("/m");
        Assert.Equal(Errno.EBUSY, MountError("/m"));
        Assert.Equal(Errno.EBUSY, MountError("/m/."));
        Assert.Equal(Errno.EBUSY, MountError("/"));
        Assert.Equal(Errno.ENOTDIR, MountError("/f"));
        Assert.Equal(Errno.EINVAL, MountError("relative"));
        Assert.Equal(Errno.EINVAL, MountError("/no/../x"));
    }

    [Fact]
    public void MountPointStaysWhereItIs()
    {
        MountAt("/m");
        MountAt("/dir");
        Assert.Equal(Errno.EBUSY, _os.RemoveDirectory("/m"));
        Assert.Equal(Errno.EBUSY, _os.RemoveDirectory("/dir"));
        Assert.Equal(Errno.EBUSY, _os.Unlink("/dir"));
        Assert.Equal(Errno.EBUSY, _os.Rename("/dir", "/moved"));
        Assert.Equal(Errno.EBUSY, _os.Rename("/f", "/m"));
        Assert.Equal(Errno.EEXIST, _os.MakeDirectory("/m"));
        Assert.Equal(Errno.EEXIST, _os.Symlink("x", "/m"));
        Assert.Equal(Errno.EEXIST, _os.OpenError("/m", OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive));
        Assert.Equal(Errno.EISDIR, _os.OpenError("/m", OpenFlags.WriteOnly | OpenFlags.Create));
    }

    [Fact]
    public void NamesDoNotMoveBetweenMounts()
    {
        MountAt("/m");
        _os.WriteFile("/m/g", "");
        Assert.Equal(Errno.EXDEV, _os.Rename("/f", "/m/f"));
        Assert.Equal(Errno.EXDEV, _os.Rename("/m/g", "/g"));
        Assert.Equal(Errno.EXDEV, _os.Link("/f", "/m/f"));
    }

    [Fact]
    public void BusyMountIsNotUnmounted()
    {
        Mount mount = MountAt("/m");
        _os.WriteFile("/m/g", "");
        OpenFile file = _os.Open("/m/g");
        Assert.Equal(Errno.EBUSY, _os.Mounts.Unmount(mount));
        file.Release();
        Check(_os.ChangeDirectory("/m"));
        Assert.Equal(Errno.EBUSY, _os.Mounts.Unmount(mount));
        Check(_os.ChangeDirectory("/"));
        Mount inner = MountAt("/m/inner");
        Assert.Equal(Errno.EBUSY, _os.Mounts.Unmount(mount));
        Check(_os.Mounts.Unmount(inner));
        Check(_os.Mounts.Unmount(mount));
        Assert.Equal(Errno.EINVAL, _os.Mounts.Unmount(mount));
        Assert.Equal(Errno.ENOENT, _os.StatError("/m"));
    }

    [Fact]
    public void RootOfTheProcessMayBeAMount()
    {
        MountAt("/m");
        _os.WriteFile("/m/g", "inside");
        Check(_os.Files.ChangeRoot(_os.Context, "/m"u8));
        Check(_os.ChangeDirectory("/"));
        Assert.Equal("inside", _os.ReadFile("/../../g"));
        Assert.Equal("inside", _os.ReadFile("../g"));
        Assert.Equal("/", _os.WorkingDirectory());
        Assert.Equal(Errno.ENOENT, _os.StatError("../f"));
    }

    [Fact]
    public void FullTableIsAnError()
    {
        for (int index = 1; index < _os.Mounts.Capacity; index++)
        {
            MountAt("/m" + index);
        }

        Assert.Equal(Errno.ENOSPC, MountError("/one-too-many"));
        Assert.Equal(_os.Mounts.Capacity, _os.Mounts.InUse);
    }

    [Fact]
    public void ReadOnlyMountRefusesEveryChange()
    {
        RamFileSystem files = NewFileSystem();
        MountAt("/rw", files, isReadOnly: false);
        _os.WriteFile("/rw/g", "x");
        Check(_os.MakeDirectory("/rw/d"));
        files.Root.Acquire();
        MountAt("/ro", files, isReadOnly: true);
        Assert.Equal("x", _os.ReadFile("/ro/g"));
        Assert.Equal(Errno.EROFS, _os.OpenError("/ro/g", OpenFlags.WriteOnly));
        Assert.Equal(Errno.EROFS, _os.OpenError("/ro/g", OpenFlags.ReadOnly | OpenFlags.Truncate));
        Assert.Equal(Errno.None, _os.OpenError("/ro/g", OpenFlags.ReadOnly | OpenFlags.Create));
        Assert.Equal(Errno.EROFS, _os.OpenError("/ro/new", OpenFlags.ReadOnly | OpenFlags.Create));
        Assert.Equal(Errno.EEXIST, _os.OpenError("/ro/g", OpenFlags.ReadOnly | OpenFlags.Create | OpenFlags.Exclusive));
        Assert.Equal(Errno.EROFS, _os.MakeDirectory("/ro/new"));
        Assert.Equal(Errno.EEXIST, _os.MakeDirectory("/ro/d"));
        Assert.Equal(Errno.EROFS, _os.Symlink("x", "/ro/new"));
        Assert.Equal(Errno.EROFS, _os.Unlink("/ro/g"));
        Assert.Equal(Errno.EROFS, _os.RemoveDirectory("/ro/d"));
        Assert.Equal(Errno.EROFS, _os.Rename("/ro/g", "/ro/h"));
        Assert.Equal(Errno.EROFS, _os.Link("/ro/g", "/ro/h"));
        Assert.Equal(Errno.EROFS, _os.Attributes.ChangeMode(_os.Context, null, Bytes("/ro/g"), 0, LookupFlags.None));
        Assert.Equal(Errno.EROFS, _os.Attributes.Truncate(_os.Context, Bytes("/ro/g"), 0));
        Assert.Equal(Errno.EROFS, _os.Files.CheckAccess(_os.Context, null, Bytes("/ro/g"), AccessMode.Write, LookupFlags.None, Everything));
        Assert.Equal(Errno.None, _os.Files.CheckAccess(_os.Context, null, Bytes("/ro/g"), AccessMode.Read, LookupFlags.None, Everything));
    }

    private static RamFileSystem NewFileSystem() => new(64, 0x1ED, new ArrayPageStore(64), new StepClock());

    private Mount MountAt(string path, FileSystem? files = null, bool isReadOnly = false)
        => Check(_os.Mounts.MountAt(_os.Context, Bytes(path), files ?? NewFileSystem(), isReadOnly, "test"u8, default));

    private Errno MountError(string path) => _os.Mounts.MountAt(_os.Context, Bytes(path), NewFileSystem(), false, "test"u8, default).Error;

    private string DirectoryAfter(string path)
    {
        Check(_os.ChangeDirectory(path));
        return _os.WorkingDirectory();
    }
}
