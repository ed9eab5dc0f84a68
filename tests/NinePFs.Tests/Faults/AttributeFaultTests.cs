// Attributes that a server leaves out or makes up (G1 to G3).
namespace NinePFs.Tests.Faults;

using System;
using Kernel.Abi;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Xunit;

public sealed class AttributeFaultTests : IDisposable
{
    private const int ValidAt = 7;
    private const int ModeAt = 28;
    private const int LinksAt = 40;
    private const int SizeAt = 56;
    private const int BlockSizeAt = 64;
    private const int BlocksAt = 72;
    private const int AccessSecondsAt = 80;
    private const int AccessNanosecondsAt = 88;

    private readonly LoopbackSession _session = new();

    public AttributeFaultTests()
    {
        _session.Server.Tree.AddFile("f", "hello"u8.ToArray());
        _session.Server.Tree.AddDirectory("d");
        _ = _session.Os;
    }

    public void Dispose() => _session.End();

    [Fact]
    public void G1_MissingBitsGiveDefaults()
    {
        Bend(reply =>
        {
            Array.Clear(reply, ValidAt, 8);
            Array.Clear(reply, ModeAt, 132);
            return new Delivery(reply);
        });
        Attributes file = _session.Os.Stat("/f");
        Assert.Equal(FileMode.TypeBits(FileType.Regular) | 0x1A4u, file.Mode);
        Assert.Equal(1ul, file.Links);
        Assert.Equal(FileMode.TypeBits(FileType.Directory) | 0x1EDu, _session.Os.Stat("/d").Mode);
    }

    [Fact]
    public void G2_ModeIsTrustedOverTheQid()
    {
        Bend(reply => Frames.With32(reply, ModeAt, FileMode.TypeBits(FileType.Directory) | 0x1FF));
        Assert.Equal(FileMode.TypeBits(FileType.Directory) | 0x1FF, _session.Os.Stat("/f").Mode);
    }

    [Fact]
    public void G2_ModeWithoutAKnownTypeTakesTheQids()
    {
        Bend(reply => Frames.With32(reply, ModeAt, 0xFFFF0000 | 0x180));
        Assert.Equal(FileMode.TypeBits(FileType.Regular) | 0x180, _session.Os.Stat("/f").Mode);
    }

    [Theory]
    [InlineData(0x8000000000000000UL)]
    [InlineData(ulong.MaxValue)]
    public void G3_SizeBeyondOffTOverflows(ulong size)
    {
        Bend(reply => Frames.With64(reply, SizeAt, size));
        Assert.Equal(Errno.EOVERFLOW, _session.Os.StatError("/f"));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    public void G3_ImpossibleBlockSizeIs4096(ulong size)
    {
        Bend(reply => Frames.With64(reply, BlockSizeAt, size));
        Assert.Equal(4096, _session.Os.Stat("/f").BlockSize);
    }

    [Fact]
    public void G3_OddTimesLinksAndBlocksAreHarmless()
    {
        Bend(reply =>
        {
            Frames.With64(reply, AccessSecondsAt, unchecked((ulong)-5));
            Frames.With64(reply, AccessNanosecondsAt, 1_000_000_000);
            Frames.With64(reply, LinksAt, 0);
            return Frames.With64(reply, BlocksAt, ulong.MaxValue);
        });
        Attributes attributes = _session.Os.Stat("/f");
        Assert.Equal(-5, attributes.AccessTime.Seconds);
        Assert.Equal(0, attributes.AccessTime.Nanoseconds);
        Assert.Equal(0ul, attributes.Links);
        Assert.Equal(long.MaxValue, attributes.Blocks);
    }

    [Fact]
    public void DeviceNumberIsLinuxs()
    {
        Bend(reply =>
        {
            Frames.With32(reply, ModeAt, FileMode.TypeBits(FileType.CharacterDevice) | 0x1B6);
            return Frames.With64(reply, 48, 0x0000_0001_0010_0803);
        });
        Attributes attributes = _session.Os.Stat("/f");
        Assert.Equal(0x0010_0803ul, attributes.SpecialDevice);
        Assert.Equal(FileType.CharacterDevice, FileMode.TypeOf(attributes.Mode));
    }

    private void Bend(Func<byte[], Delivery> bend) =>
        _session.Transport.Afterwards = (type, reply) => type == MessageType.Tgetattr ? bend(reply) : new Delivery(reply);
}
