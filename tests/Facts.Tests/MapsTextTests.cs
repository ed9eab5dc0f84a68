// The columns of /proc/self/maps as C libraries scan them, and what stays when the text is too long.
namespace Facts.Tests;

using System;
using System.Linq;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Process.Facts;
using Process.Tests;
using Xunit;

public sealed class MapsTextTests
{
    private const ulong StackEnd = 0x7FFF_FFFF_F000;

    [Fact]
    public void LinesAreThoseOfLinux()
    {
        RegionTable regions = new(16);
        Add(regions, 0x555555554000, 0x2000, Protection.Read | Protection.Execute, RegionName.Program);
        Add(regions, 0x555555556000, 0x3000, Protection.Read | Protection.Write, RegionName.Program);
        Add(regions, 0x555555559000, 0x21000, Protection.Read | Protection.Write, RegionName.Heap);
        Add(regions, 0x7ffff0000000, 0x10000, Protection.None, RegionName.Anonymous);
        Add(regions, StackEnd - 0x800000, 0x800000, Protection.Read | Protection.Write, RegionName.Stack);

        Assert.Equal(
            "555555554000-555555556000 r-xp 00000000 00:01 1311                       /bin/app\n"
            + "555555556000-555555559000 rw-p 00001000 00:01 1311                       /bin/app\n"
            + "555555559000-55555557a000 rw-p 00000000 00:00 0                          [heap]\n"
            + "7ffff0000000-7ffff0010000 ---p 00000000 00:00 0 \n"
            + "7fffff7ff000-7ffffffff000 rw-p 00000000 00:00 0                          [stack]\n",
            Write(regions, "/bin/app"u8.ToArray()));
    }

    [Fact]
    public void AddressesHaveAtLeastEightDigits()
    {
        RegionTable regions = new(4);
        Add(regions, 0x10000, 0x1000, Protection.Read, RegionName.Anonymous);
        Assert.StartsWith("00010000-00011000 r--p 00000000 00:00 0 \n", Write(regions, default));
    }

    [Fact]
    public void LineEndInPathIsEscaped()
    {
        RegionTable regions = new(4);
        Add(regions, 0x10000, 0x1000, Protection.Read, RegionName.Program);
        Assert.EndsWith(" /a\\012b\n", Write(regions, "/a\nb"u8.ToArray()));
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
        string[] lines = Write(regions, default, room).Split('\n');
        Assert.EndsWith(" [stack]", lines[^2]);
        Assert.Equal(string.Empty, lines[^1]);
        Assert.All(lines[..^2], line => Assert.EndsWith("r--p 00000000 00:00 0 ", line));
    }

    [Fact]
    public void PathTakesPartInTheRoomForTheStack()
    {
        RegionTable regions = new(4);
        Add(regions, 0x10000, 0x1000, Protection.Read, RegionName.Program);
        Add(regions, StackEnd - 0x1000, 0x1000, Protection.Read, RegionName.Stack);
        byte[] path = Enumerable.Repeat((byte)'p', 4000).ToArray();
        Assert.EndsWith("[stack]\n", Write(regions, path, 4096));
        Assert.Contains("pppp", Write(regions, path, 4500));
    }

    private static void Add(RegionTable regions, ulong start, ulong length, Protection protection, RegionName name) =>
        Assert.Equal(Errno.None, regions.Insert(start, start + length, protection, name));

    private static string Write(RegionTable regions, byte[]? path, int room = 16384)
    {
        ElfFile file = new();
        file.AddProgramHeader(1, 5, 0, 0, 0x2000, 0x2000);
        file.AddProgramHeader(1, 6, 0x1800, 0x2800, 0x400, 0x2000);
        file.Put16(16, 3);
        file.Put64(24, 0x1000);
        return Text.Of(text => MapsText.Write(regions, Programs.Load(file, 0x555555554000), path, 1, 1311, text), room);
    }
}
