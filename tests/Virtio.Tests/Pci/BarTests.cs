// Base address registers as the PCI specification and QEMU's devices have them.
namespace Virtio.Tests.Pci;

using Drivers.Pci;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class BarTests
{
    private readonly FakeFunction _function;
    private readonly PciDevice _device;

    public BarTests()
    {
        var space = new FakeConfigSpace();
        _function = space.Add(0, 0);
        _device = new PciDevice(space, new PciAddress(0, 0, 0), 0x1049_1AF4);
    }

    [Theory]
    [InlineData(0xC001u, 0xFFFFFFE0u, 0xC000ul, 32ul)]
    [InlineData(0xC001u, 0x0000FFE0u, 0xC000ul, 32ul)]
    public void IoPorts(uint value, uint mask, ulong address, ulong length)
        => AssertBar(0, value, mask, 0, 0, BarKind.Io, address, length);

    [Fact]
    public void Memory32() => AssertBar(1, 0xFEBF8000, 0xFFFFF000, 0, 0, BarKind.Memory, 0xFEBF8000, 4096);

    [Fact]
    public void Memory64BelowFourGibibytes() => AssertBar(4, 0xFE00000C, 0xFFFFC000, 0, 0xFFFFFFFF, BarKind.Memory, 0xFE000000, 16384);

    [Fact]
    public void Memory64AboveFourGibibytes() => AssertBar(4, 0x0000000C, 0xFFFFC000, 8, 0xFFFFFFFF, BarKind.Memory, 0x8_0000_0000, 16384);

    [Fact]
    public void Memory64OfMoreThanFourGibibytes() => AssertBar(0, 0x0000000C, 0, 0x80, 0xFFFFFFF0, BarKind.Memory, 0x80_0000_0000, 0x10_0000_0000);

    [Fact]
    public void Unimplemented() => AssertBar(2, 0, 0, 0, 0, BarKind.None, 0, 0);

    [Fact]
    public void UnassignedHasALengthButNoAddress() => AssertBar(4, 0x0000000C, 0xFFFFC000, 0, 0xFFFFFFFF, BarKind.Memory, 0, 16384);

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    [InlineData(255)]
    public void NoSuchBar(int index) => Assert.Equal(BarKind.None, _device.ReadBar(index).Kind);

    [Theory]
    [InlineData(0, 0xFE00000Cu, 0x1_FE00_0000ul)] // placed, but the function does not answer there
    [InlineData(0x0101, 0xFE00000Cu, 0x1_FE00_0000ul)]
    [InlineData(0x0103, 0x0000000Cu, 0ul)]
    public void SizingLeavesTheAddressAndNothingDecodesMeanwhile(ushort command, uint low, ulong address)
    {
        _function.Set16(ConfigSpace.Command, command);
        uint high = (uint)(address >> 32);
        AssertBar(4, low, 0xFFFFC000, high, 0xFFFFFFFF, BarKind.Memory, address, 16384);
        Assert.Equal(low, _function.Read32(0x20));
        Assert.Equal(high, _function.Read32(0x24));
        Assert.Equal(0, _function.LiveSizings);
        _device.Enable();
        Assert.Equal(0x0407 | (command & 0x100), _function.Command);
    }

    [Theory]
    [InlineData(4, 0xFEBF800Cu, BarKind.Memory, 0xFEBF8000ul, 0x8000ul)]
    [InlineData(0, 0x0000C041u, BarKind.Io, 0xC040ul, 64ul)]
    public void WhereTheFunctionAnswersAlreadyItIsLeftAlone(int index, uint low, BarKind kind, ulong address, ulong mostBytes)
    {
        _function.Set16(ConfigSpace.Command, 0x0103);
        AssertBar(index, low, 0xFFFFFFE0, 0, 0xFFFFFFFF, kind, address, mostBytes);
        Assert.Equal(0, _function.LiveSizings);
        Assert.Equal(0x0103, _function.Command);
    }

    [Fact]
    public void TheUpperHalfOfAPairIsNoBar()
    {
        AssertBar(4, 0xFE00000C, 0xFFFFC000, 1, 0xFFFFFFFF, BarKind.Memory, 0x1_FE00_0000, 16384);
        Assert.Equal(BarKind.None, _device.ReadBar(5).Kind);
    }

    private void AssertBar(int index, uint low, uint lowMask, uint high, uint highMask, BarKind kind, ulong address, ulong length)
    {
        _function.SetBar(index, low, lowMask);
        if (highMask != 0)
        {
            _function.SetBar(index + 1, high, highMask);
        }

        Bar bar = _device.ReadBar(index);
        Assert.Equal((kind, address, length), (bar.Kind, bar.Address, bar.Length));
    }
}
