// virtio_mmio.device= as QEMU appends it, as people write it, and as nobody should.
namespace Virtio.Tests.Platform;

using System.Text;
using Drivers.Platform;
using Xunit;

public sealed class MmioOptionTests
{
    [Theory]
    [InlineData("512@0xfeb00e00:12", 0xFEB00E00ul, 12)]
    [InlineData("0x200@0xFEB00C00:0xb:3", 0xFEB00C00ul, 11)]
    [InlineData("4K@4273995776:5", 0xFEC00000ul, 5)]
    public void ASlot(string text, ulong address, int line)
    {
        Assert.True(MmioOption.TryParse(Encoding.ASCII.GetBytes(text), out MmioSlot slot));
        Assert.Equal((address, line), (slot.Address, slot.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("512")]
    [InlineData("512@0xfeb00e00")]
    [InlineData("@0xfeb00e00:12")]
    [InlineData("K@0xfeb00e00:12")]
    [InlineData("511@0xfeb00e00:12")]
    [InlineData("2M@0xfeb00e00:12")]
    [InlineData("18446744073709551615G@0xfeb00e00:12")]
    [InlineData("512@0xfeb00e02:12")]
    [InlineData("512@0:12")]
    [InlineData("512@0x:12")]
    [InlineData("512@0x1ffffffffffffffff:12")]
    [InlineData("512@0xfffffffffffffffc:12")]
    [InlineData("512@0xfeb00e00:")]
    [InlineData("512@0xfeb00e00:256")]
    [InlineData("512@0xfeb00e00:1b")]
    [InlineData("512@0xfeb00e00:12:")]
    [InlineData("512@0xfeb00e00:12:x")]
    [InlineData("512:12@0xfeb00e00")]
    public void NoSlot(string text) => Assert.False(MmioOption.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void WhoTellsFirstIsBelievedAndTheTableHasAnEnd()
    {
        var slots = new MmioSlots(2);
        Assert.True(slots.Add(0x1000, 5));
        Assert.False(slots.Add(0x1000, 6));
        Assert.True(slots.Add(0x2000, 6));
        Assert.False(slots.Add(0x3000, 7));
        Assert.Equal((2, 0x1000ul, 5), (slots.Count, slots[0].Address, slots[0].Line));
    }
}
