// What only memory has: limits, sparse files of any size, and pages that all come back.
namespace Vfs.Tests.Ram;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class RamFileSystemTests : IDisposable
{
    private readonly ArrayPageStore _store = new(32);
    private readonly RamFileSystem _files;
    private readonly TestSystem _os;

    public RamFileSystemTests()
    {
        _files = new RamFileSystem(8, 0x1ED, _store, new StepClock());
        _os = new TestSystem(_files);
    }

    // Whatever a test leaves behind, unmounting gives every page back.
    public void Dispose()
    {
        _os.Shutdown();
        Assert.Equal(0, _store.InUse);
    }

    [Fact]
    public void RootGetsItsTimesFromTheFirstLook()
    {
        var clock = new StepClock();
        var files = new RamFileSystem(4, 0x1ED, new ArrayPageStore(4), clock);
        long before = clock.Now.Seconds;
        Check(files.Root.GetAttributes(null, out Attributes first));
        Check(files.Root.GetAttributes(null, out Attributes second));
        Assert.Equal(before + 1, first.ModifyTime.Seconds);
        Assert.Equal(first.ModifyTime.Seconds, first.AccessTime.Seconds);
        Assert.Equal(first.ChangeTime.Seconds, second.ChangeTime.Seconds);
        Assert.Equal(1_000_000, before);
    }

    [Fact]
    public void PagesComeBackWhenTheFileGoes()
    {
        OpenFile file = _os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        int before = _store.InUse;
        WriteAt(file, 0, new byte[30_000]);
        WriteAt(file, 1L << 40, new byte[10]);
        Check(_os.Unlink("/f"));
        file.Release();
        Assert.Equal(before, _store.InUse);
        Assert.Equal(1, _files.InUse);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(4095L)]
    [InlineData(4096L)]
    [InlineData(1024L * 4096 - 1)]
    [InlineData(1024L * 4096)]
    [InlineData(1024L * 1024 * 4096)]
    [InlineData((1L << 42) + 12345)]
    [InlineData((1L << 52) - 10)]
    public void FileIsSparse(long offset)
    {
        OpenFile file = _os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        WriteAt(file, offset, [1, 2, 3]);
        WriteAt(file, offset / 2, [9]);
        Assert.Equal(offset == 0 ? 9 : 1, ReadAt(file, offset, 1)[0]);
        Assert.Equal(new byte[] { 2, 3 }, ReadAt(file, offset + 1, 10));
        Assert.Equal(9, ReadAt(file, offset / 2, 1)[0]);
        Assert.Equal(offset + 3, _os.Stat(file).Size);
        Assert.InRange(_os.Stat(file).Blocks, 8, 24);
        file.Release();
    }

    [Fact]
    public void FileHasAMaximumSize()
    {
        OpenFile file = _os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        Assert.Equal(Errno.EFBIG, file.WriteAt(1L << 52, new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        Assert.Equal(Errno.EFBIG, file.WriteAt(long.MaxValue, new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        Assert.Equal(Errno.EFBIG, _os.Attributes.Truncate(file, (1L << 52) + 1));
        file.Release();
    }

    [Fact]
    public void CutPageIsZeroWhenTheFileGrowsAgain()
    {
        OpenFile file = _os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        byte[] ones = new byte[8192];
        Array.Fill(ones, (byte)1);
        WriteAt(file, 0, ones);
        Check(_os.Attributes.Truncate(file, 100));
        Assert.Equal(8, _os.Stat(file).Blocks);
        Check(_os.Attributes.Truncate(file, 8192));
        byte[] all = ReadAt(file, 0, 8192);
        Assert.Equal(1, all[99]);
        Assert.Equal(-1, Array.FindIndex(all, 100, value => value != 0));
        file.Release();
    }

    [Fact]
    public void FullStoreGivesAShortWriteAndThenNoSpace()
    {
        OpenFile file = _os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        int written = WriteAt(file, 0, new byte[64 * 4096]);
        Assert.InRange(written, 28 * 4096, 31 * 4096);
        Assert.Equal(Errno.ENOSPC, file.WriteAt(written, new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        Assert.Equal(written, _os.Stat(file).Size);
        Check(_os.Attributes.Truncate(file, 0));
        Assert.Equal(1, WriteAt(file, 0, [1]));
        file.Release();
    }

    [Fact]
    public void NodesRunOut()
    {
        for (int index = 0; index < 7; index++)
        {
            _os.WriteFile("/f" + index, "");
        }

        Assert.Equal(Errno.ENOSPC, _os.OpenError("/one-too-many", OpenFlags.WriteOnly | OpenFlags.Create));
        Assert.Equal(Errno.ENOSPC, _os.MakeDirectory("/one-too-many"));
        Check(_os.Unlink("/f3"));
        _os.WriteFile("/another", "x");
        Assert.Equal("x", _os.ReadFile("/another"));
    }

    [Fact]
    public void FailedLinkLeavesNothing()
    {
        OpenFile file = _os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        WriteAt(file, 0, new byte[64 * 4096]);
        Assert.Equal(Errno.ENOSPC, _os.Symlink("target", "/link"));
        Assert.Equal(Errno.ENOENT, _os.StatError("/link", LookupFlags.NoFollow));
        Assert.Equal(2, _files.InUse);
        file.Release();
    }

    [Fact]
    public void UnnamedFileGoesWithItsLastReference()
    {
        VNode node = Check(_files.CreateUnnamed(0x180));
        OpenFile file = Check(_os.Files.OpenUnnamed(node, OpenFlags.ReadWrite));
        Write(file, "memory");
        Assert.Equal("memory", System.Text.Encoding.UTF8.GetString(ReadAt(file, 0, 10)));
        Assert.Equal(0ul, _os.Stat(file).Links);
        file.Release();
        Assert.Equal(1, _files.InUse);
        Assert.Equal(0, _store.InUse);
    }

    [Fact]
    public void LinkCountsFollowDirectories()
    {
        Assert.Equal(2ul, _os.Stat("/").Links);
        Check(_os.MakeDirectory("/a"));
        Check(_os.MakeDirectory("/a/b"));
        Assert.Equal(3ul, _os.Stat("/").Links);
        Assert.Equal(3ul, _os.Stat("/a").Links);
        Check(_os.Rename("/a/b", "/c"));
        Assert.Equal(4ul, _os.Stat("/").Links);
        Assert.Equal(2ul, _os.Stat("/a").Links);
        Check(_os.Rename("/c", "/a"));
        Assert.Equal(3ul, _os.Stat("/").Links);
        Check(_os.RemoveDirectory("/a"));
        Assert.Equal(2ul, _os.Stat("/").Links);
    }

    [Fact]
    public void DirectoryIsNotRenamedIntoItself()
    {
        Check(_os.MakeDirectory("/a"));
        Check(_os.MakeDirectory("/a/b"));
        Dentry inner = Check(_os.Files.Find(_os.Context, null, Bytes("/a/b"), LookupFlags.None));
        Assert.Equal(Errno.EINVAL, _files.Root.Rename("a"u8, inner.Node!, "c"u8));
        inner.Release();
    }

    [Fact]
    public void StampsFollowChanges()
    {
        _os.WriteFile("/f", "x");
        Attributes before = _os.Stat("/f");
        Attributes directory = _os.Stat("/");
        Check(_os.Attributes.ChangeMode(_os.Context, null, Bytes("/f"), 0x180, LookupFlags.None));
        Assert.Equal(before.ModifyTime.Seconds, _os.Stat("/f").ModifyTime.Seconds);
        Assert.True(_os.Stat("/f").ChangeTime.Seconds > before.ChangeTime.Seconds);
        Assert.Equal(directory.ModifyTime.Seconds, _os.Stat("/").ModifyTime.Seconds);
        Check(_os.Unlink("/f"));
        Assert.True(_os.Stat("/").ModifyTime.Seconds > directory.ModifyTime.Seconds);
    }

    [Fact]
    public void SpecialFilesAreKeptButNotOpened()
    {
        Check(_os.Names.MakeNode(_os.Context, null, Bytes("/fifo"), 0x11B6, 0));
        Check(_os.Names.MakeNode(_os.Context, null, Bytes("/null"), 0x21B6, 0x103));
        Assert.Equal(0x103ul, _os.Stat("/null").SpecialDevice);
        Assert.Equal(Errno.ENXIO, _os.OpenError("/fifo"));
        Assert.Equal(Errno.ENXIO, _os.OpenError("/null"));
        Assert.Equal(Errno.None, _os.OpenError("/null", OpenFlags.Path));
    }
}
