// The columns of /proc/self/maps as C libraries scan them, and what stays when the text is too long.
namespace Facts.Tests;

using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process.Facts;
using global::Tests.Shared;
using Vfs;
using Vfs.Ram;
using Xunit;

public sealed class MapsTextTests
{
    private const ulong StackEnd = 0x7FFF_FFFF_F000;

    private readonly TestSystem _system = new(new RamFileSystem(16, 0x1ED, new ArrayPageStore(64), new StepClock()));

    [Fact]
    public void LinesAreThoseOfLinux()
    {
        RegionTable regions = new(16);
        OpenFile app = Make("app");
        AddFile(regions, 0x555555554000, 0x2000, Protection.Read | Protection.Execute, app, 0, isShared: false);
        AddFile(regions, 0x555555556000, 0x3000, Protection.Read | Protection.Write, app, 0x1000, isShared: true);
        Add(regions, 0x555555559000, 0x21000, Protection.Read | Protection.Write, RegionName.Heap);
        Add(regions, 0x7ffff0000000, 0x10000, Protection.None, RegionName.Anonymous);
        Add(regions, StackEnd - 0x800000, 0x800000, Protection.Read | Protection.Write, RegionName.Stack);

        Assert.Equal(
            "555555554000-555555556000 r-xp 00000000 00:01 2                          /app\n"
            + "555555556000-555555559000 rw-s 00001000 00:01 2                          /app\n"
            + "555555559000-55555557a000 rw-p 00000000 00:00 0                          [heap]\n"
            + "7ffff0000000-7ffff0010000 ---p 00000000 00:00 0 \n"
            + "7fffff7ff000-7ffffffff000 rw-p 00000000 00:00 0                          [stack]\n",
            Write(regions));
    }

    [Fact]
    public void AddressesHaveAtLeastEightDigits()
    {
        RegionTable regions = new(4);
        Add(regions, 0x10000, 0x1000, Protection.Read, RegionName.Anonymous);
        Assert.StartsWith("00010000-00011000 r--p 00000000 00:00 0 \n", Write(regions));
    }

    [Fact]
    public void LineEndInPathIsEscaped()
    {
        RegionTable regions = new(4);
        AddFile(regions, 0x10000, 0x1000, Protection.Read, Make("a\nb"), 0, isShared: false);
        Assert.EndsWith(" /a\\012b\n", Write(regions));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(4096)]
    public void StackIsThereHoweverManyRegions(int room)
    {
        RegionTable regions = new(200);
        for (int index = 0; index < 150; index++)
        {
            Add(regions, 0x7f0000000000 + ((ulong)index * 0x2000), 0x1000, Protection.Read, RegionName.Anonymous);
        }

        Add(regions, StackEnd - 0x800000, 0x800000, Protection.Read | Protection.Write, RegionName.Stack);
        string[] lines = Write(regions, room).Split('\n');
        Assert.EndsWith(" [stack]", lines[^2]);
        Assert.Equal(string.Empty, lines[^1]);
        Assert.All(lines[..^2], line => Assert.EndsWith("r--p 00000000 00:00 0 ", line));
    }

    [Fact]
    public void PathTakesPartInTheRoomForTheStack()
    {
        RegionTable regions = new(4);
        AddFile(regions, 0x10000, 0x1000, Protection.Read, Make(new string('p', 250)), 0, isShared: false);
        Add(regions, StackEnd - 0x1000, 0x1000, Protection.Read, RegionName.Stack);
        Assert.StartsWith("7fffffffe000", Write(regions, 400));
        Assert.Contains("pppp", Write(regions, 500));
    }

    [Fact]
    public void RemovedFileIsSaidToBeDeleted()
    {
        RegionTable regions = new(4);
        AddFile(regions, 0x10000, 0x1000, Protection.Read, Make("gone"), 0, isShared: false);
        TestSystem.Check(_system.Names.Unlink(_system.Context, null, "/gone"u8));
        Assert.EndsWith(" /gone (deleted)\n", Write(regions));
    }

    [Fact]
    public void RegionsHoldTheirFile()
    {
        RegionTable regions = new(4);
        OpenFile file = Make("held");
        AddFile(regions, 0x10000, 0x4000, Protection.Read, file, 0, isShared: false);
        TestSystem.Check(regions.Protect(0x11000, 0x12000, Protection.None));
        Assert.Equal(3, file.References);
        Assert.Contains("00012000-00014000 r--p 00002000", Write(regions));
        TestSystem.Check(regions.Protect(0x11000, 0x12000, Protection.Read));
        Assert.Equal(1, file.References);
        regions.Clear();
        Assert.Equal(0, _system.OpenFiles.InUse);
    }

    private OpenFile Make(string name) => _system.Open("/" + name, OpenFlags.ReadWrite | OpenFlags.Create);

    private static void Add(RegionTable regions, ulong start, ulong length, Protection protection, RegionName name) =>
        Assert.Equal(Errno.None, regions.Insert(start, start + length, protection, name));

    /// <summary>The region's reference is the only one.</summary>
    private static void AddFile(RegionTable regions, ulong start, ulong length, Protection protection, OpenFile file, ulong offset, bool isShared)
    {
        Region region = new()
        {
            Start = start, End = start + length, Protection = protection, Name = RegionName.File, File = file, Offset = offset, IsShared = isShared,
        };
        bool isFirst = file.References == 1 && regions.Count == 0;
        Assert.Equal(Errno.None, regions.Insert(in region));
        if (isFirst)
        {
            file.Release();
        }
    }

    private string Write(RegionTable regions, int room = 16384) => Text.Of(text => MapsText.Write(regions, _system.RootMount.Root, text), room);
}
