// /sys: the paths that C libraries and .NET open at start.
namespace Vfs.Tests.Proc;

using System;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Proc;
using Vfs.Ram;
using Vfs.Synthetic;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class SysFileSystemTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(8, 0x1ED, new ArrayPageStore(8), new StepClock()));
    private readonly SysFileSystem _sys;

    public SysFileSystemTests()
    {
        _sys = new SysFileSystem(8, new FakeSource(), new TextSnapshots(1, 256), new StepClock());
        Check(_os.Mounts.MountAt(_os.Context, "/sys"u8, _sys, true, "sysfs"u8, default));
    }

    public void Dispose()
    {
        _os.Shutdown();
        Assert.Equal(0, _sys.InUse);
    }

    [Theory]
    [InlineData("online", "0\n")]
    [InlineData("possible", "0\n")]
    [InlineData("present", "0\n")]
    [InlineData("cpu0/cache/index0/level", "0 Level\n")]
    [InlineData("cpu0/cache/index1/type", "1 Type\n")]
    [InlineData("cpu0/cache/index2/size", "2 Size\n")]
    [InlineData("cpu0/cache/index0/coherency_line_size", "0 CoherencyLineSize\n")]
    [InlineData("cpu0/cache/index0/shared_cpu_list", "0 SharedCpuList\n")]
    public void ProcessorFilesComeFromTheSource(string path, string text) => Assert.Equal(text, _os.ReadFile("/sys/devices/system/cpu/" + path));

    [Fact]
    public void CachesAreThoseOfTheProcessor()
    {
        Assert.Equal(new List<string> { "index0", "index1", "index2" }, _os.List("/sys/devices/system/cpu/cpu0/cache"));
        Assert.Equal(Errno.ENOENT, _os.StatError("/sys/devices/system/cpu/cpu0/cache/index3"));
        Assert.Equal(Errno.None, _os.StatError("/sys/devices/system/cpu/cpu0/cache/index2/../index1/level"));
    }

    [Fact]
    public void HugePagesAreNeverUsed() => Assert.Contains("[never]", _os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled"));

    [Fact]
    public void ControlGroupsAreAbsent() => Assert.Equal(Errno.ENOENT, _os.StatError("/sys/fs/cgroup"));

    private sealed class FakeSource : SysSource
    {
        public override int CacheCount => 3;

        public override void RenderCache(int cache, CacheFile file, ref TextBuilder text)
        {
            text.AppendDecimal(cache);
            text.Append(Bytes(" " + file + "\n"));
        }

        public override void RenderProcessors(ref TextBuilder text) => text.Append("0\n"u8);
    }
}
