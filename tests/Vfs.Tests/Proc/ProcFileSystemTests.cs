// /proc: where its files are, what its links lead to, and that a text read in pieces is one text.
namespace Vfs.Tests.Proc;

using System;
using System.Collections.Generic;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Pipes;
using Vfs.Proc;
using Vfs.Ram;
using Vfs.Synthetic;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class ProcFileSystemTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(32, 0x1ED, new ArrayPageStore(32), new StepClock()));
    private readonly FakeProcSource _source;
    private readonly ProcFileSystem _proc;

    public ProcFileSystemTests()
    {
        _source = new FakeProcSource(_os);
        _proc = new ProcFileSystem(16, _source, _os.Mounts, new TextSnapshots(2, 4096), new StepClock());
        Check(_os.Mounts.MountAt(_os.Context, "/proc"u8, _proc, false, "proc"u8, default));
    }

    public void Dispose()
    {
        _os.Shutdown();
        Assert.Equal(0, _proc.InUse);
    }

    [Theory]
    [InlineData("/proc/self/maps", ProcFile.Maps)]
    [InlineData("/proc/100/cmdline", ProcFile.CommandLine)]
    [InlineData("/proc/self/environ", ProcFile.Environment)]
    [InlineData("/proc/self/comm", ProcFile.CommandName)]
    [InlineData("/proc/self/stat", ProcFile.Statistics)]
    [InlineData("/proc/self/statm", ProcFile.MemoryStatistics)]
    [InlineData("/proc/thread-self/status", ProcFile.Status)]
    [InlineData("/proc/self/task/100/stat", ProcFile.Statistics)]
    [InlineData("/proc/meminfo", ProcFile.MemoryInformation)]
    [InlineData("/proc/cpuinfo", ProcFile.ProcessorInformation)]
    [InlineData("/proc/uptime", ProcFile.Uptime)]
    [InlineData("/proc/loadavg", ProcFile.LoadAverage)]
    [InlineData("/proc/version", ProcFile.Version)]
    [InlineData("/proc/stat", ProcFile.SystemStatistics)]
    [InlineData("/proc/sys/kernel/ostype", ProcFile.SystemName)]
    [InlineData("/proc/sys/kernel/osrelease", ProcFile.SystemRelease)]
    [InlineData("/proc/sys/kernel/hostname", ProcFile.HostName)]
    [InlineData("/proc/sys/kernel/pid_max", ProcFile.ProcessIdLimit)]
    [InlineData("/proc/sys/kernel/random/boot_id", ProcFile.BootId)]
    [InlineData("/proc/sys/vm/overcommit_memory", ProcFile.OvercommitMemory)]
    public void TextComesFromTheSource(string path, ProcFile file) => Assert.Equal($"{(int)file} 100 1\n", _os.ReadFile(path));

    [Fact]
    public void ThreadsHaveTheirOwnFiles()
    {
        Assert.Equal(new List<string> { "100", "101" }, _os.List("/proc/self/task"));
        Assert.Equal(new List<string> { "comm", "stat", "status" }, _os.List("/proc/self/task/101"));
        Assert.StartsWith($"{(int)ProcFile.CommandName} 101 ", _os.ReadFile("/proc/self/task/101/comm"));
        Assert.Equal(Errno.ENOENT, _os.StatError("/proc/self/task/102"));
        Assert.Equal(_os.Stat("/proc/self/task/101").Inode, _os.Stat("/proc/self/task/101/.").Inode);
        Check(_os.ChangeDirectory("/proc/self/task/101"));
        Assert.Equal("/proc/100/task/101", _os.WorkingDirectory());
    }

    [Fact]
    public void EverythingListedIsThereAndInItsParent()
    {
        AssertTree("/proc", 0);
        AssertTree("/proc/100", 3);
    }

    [Fact]
    public void DescriptorsAreLinksToTheirFiles()
    {
        Check(_os.MakeDirectory("/d"));
        _os.WriteFile("/d/f", "content");
        Assert.Equal(0, Check(_os.Descriptors.Install(_os.Open("/d/f"), false)));
        Assert.Equal(1, Check(_os.Descriptors.Install(_os.Open("/d/f", OpenFlags.WriteOnly), false)));
        Check(_os.Descriptors.DuplicateTo(0, 7, false));
        Assert.Equal(new List<string> { "0", "1", "7" }, _os.List("/proc/self/fd"));
        Assert.Equal("/d/f", _os.ReadLink("/proc/self/fd/7"));
        Assert.Equal(0xA140u, _os.Stat("/proc/self/fd/0", LookupFlags.NoFollow).Mode);
        Assert.Equal(0xA0C0u, _os.Stat("/proc/self/fd/1", LookupFlags.NoFollow).Mode);
        Assert.Equal("content", _os.ReadFile("/proc/self/fd/0"));
        Assert.Equal(Errno.ENOENT, _os.StatError("/proc/self/fd/5"));
        Assert.Equal(Errno.ENOENT, _os.StatError("/proc/self/fd/07", LookupFlags.NoFollow));
    }

    [Fact]
    public void DescriptorOfARemovedFileStillLeadsToIt()
    {
        _os.WriteFile("/f", "gone");
        Check(_os.Descriptors.Install(_os.Open("/f"), false));
        Check(_os.Unlink("/f"));
        Assert.Equal("/f (deleted)", _os.ReadLink("/proc/self/fd/0"));
        Assert.Equal("gone", _os.ReadFile("/proc/self/fd/0"));
    }

    [Fact]
    public void DescriptorOfADirectoryCanBeWalkedThrough()
    {
        Check(_os.MakeDirectory("/d"));
        _os.WriteFile("/d/f", "x");
        Check(_os.Descriptors.Install(_os.Open("/d"), false));
        Assert.Equal("x", _os.ReadFile("/proc/self/fd/0/f"));
        Assert.Equal("x", _os.ReadFile("/proc/self/fd/0/../d/f"));
        Check(_os.Descriptors.Install(_os.Open("/d/f"), false));
        Assert.Equal(Errno.ENOTDIR, _os.StatError("/proc/self/fd/1/f"));
        Assert.Equal(Errno.ENOTDIR, _os.StatError("/proc/self/fd/1/"));
    }

    [Fact]
    public void PipeHasANameButNoPath()
    {
        var pipes = new PipeFileSystem(1, new ArrayPageStore(32), new ScriptedWaitQueueFactory(), new StepClock());
        Check(_os.Files.OpenPipe(pipes, OpenFlags.ReadOnly, out OpenFile? reader, out OpenFile? writer));
        Check(_os.Descriptors.Install(reader!, false));
        Assert.Equal("pipe:[1]", _os.ReadLink("/proc/self/fd/0"));
        Assert.Equal(Errno.ENOENT, _os.OpenError("/proc/self/fd/0"));
        writer!.Release();
    }

    [Fact]
    public void LinksOfTheProcessLeadToItsPlaces()
    {
        Check(_os.MakeDirectory("/d"));
        _os.WriteFile("/d/app", "elf");
        OpenFile program = _os.Open("/d/app");
        _source.Program = program.Dentry;
        Check(_os.ChangeDirectory("/d"));
        Assert.Equal("100", _os.ReadLink("/proc/self"));
        Assert.Equal("100/task/100", _os.ReadLink("/proc/thread-self"));
        Assert.Equal("/d/app", _os.ReadLink("/proc/self/exe"));
        Assert.Equal("elf", _os.ReadFile("/proc/self/exe"));
        Assert.Equal("/d", _os.ReadLink("/proc/self/cwd"));
        Assert.Equal("/", _os.ReadLink("/proc/self/root"));
        Assert.Equal("elf", _os.ReadFile("/proc/self/cwd/app"));
        _source.Program = null;
        program.Release();
        Assert.Equal(Errno.ENOENT, _os.OpenError("/proc/self/exe"));
    }

    [Fact]
    public void MountsAreListed()
    {
        Check(_os.Mounts.MountAt(_os.Context, "/a dir"u8, new RamFileSystem(2, 0x1ED, new ArrayPageStore(2), new StepClock()), true, default, "size=8k"u8));
        Assert.Equal("root / ramfs rw 0 0\nproc /proc proc rw 0 0\nnone /a\\040dir ramfs ro,size=8k 0 0\n", _os.ReadFile("/proc/mounts"));
        Assert.Equal(
            "1 0 0:1 / / rw - ramfs root rw\n2 1 0:2 / /proc rw - proc proc rw\n3 1 0:3 / /a\\040dir ro - ramfs none ro,size=8k\n",
            _os.ReadFile("/proc/self/mountinfo"));
    }

    [Fact]
    public void FixedTextsAreThere()
    {
        Assert.Equal("0::/\n", _os.ReadFile("/proc/self/cgroup"));
        Assert.Contains("nodev\t9p\n", _os.ReadFile("/proc/filesystems"));
    }

    [Fact]
    public void TextReadInPiecesIsOneText()
    {
        OpenFile file = _os.Open("/proc/meminfo");
        string text = "";
        for (string part = ReadText(file, 3); part != ""; part = ReadText(file, 3))
        {
            text += part;
        }

        Assert.Equal($"{(int)ProcFile.MemoryInformation} 100 1\n", text);
        Assert.Equal(1, _source.Renders);
        Check(file.Seek(0, SeekFrom.Start));
        Assert.EndsWith(" 2\n", ReadText(file));
        file.Release();
    }

    [Fact]
    public void SeveralOpeningsKeepTheirTextsWhileBuffersLast()
    {
        OpenFile one = _os.Open("/proc/uptime");
        OpenFile two = _os.Open("/proc/uptime");
        ReadText(one, 1);
        ReadText(two, 1);
        Assert.EndsWith(" 1\n", ReadText(one));
        Assert.EndsWith(" 2\n", ReadText(two));
        OpenFile three = _os.Open("/proc/uptime");
        Check(one.Seek(1, SeekFrom.Start));
        ReadText(three, 1);
        Assert.EndsWith(" 4\n", ReadText(one));
        one.Release();
        two.Release();
        three.Release();
    }

    [Fact]
    public void TextsAreNotWritten()
    {
        Assert.Equal(Errno.EACCES, _os.OpenError("/proc/self/comm", OpenFlags.WriteOnly));
        Assert.Equal(Errno.EROFS, _os.OpenError("/proc/new", OpenFlags.WriteOnly | OpenFlags.Create));
        Assert.Equal(Errno.EROFS, _os.Unlink("/proc/uptime"));
    }

    private void AssertTree(string path, int depth)
    {
        OpenFile file = _os.Open(path, OpenFlags.Directory);
        List<DirectoryRecord> records = DirectoryRecord.ReadAll(file, 512);
        file.Release();
        foreach (DirectoryRecord record in records)
        {
            string child = path + "/" + record.Name;
            Attributes attributes = _os.Stat(child, LookupFlags.NoFollow);
            Assert.Equal(record.Type, FileMode.TypeOf(attributes.Mode));
            Assert.True(record.Name == ".." || record.Inode == attributes.Inode, child);
            if (record.Type == FileType.Directory && record.Name is not ("." or "..") && depth < 3)
            {
                Assert.Equal(_os.Stat(path).Inode, _os.Stat(child + "/..").Inode);
                AssertTree(child, depth + 1);
            }
        }

        Assert.Equal(records.Count, records.Select(record => record.Name).Distinct().Count());
    }
}
