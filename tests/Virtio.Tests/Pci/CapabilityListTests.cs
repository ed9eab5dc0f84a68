// The capability list of a device that may be broken (Q9): the walk ends, and stays within the space.
namespace Virtio.Tests.Pci;

using System.Collections.Generic;
using Drivers.Pci;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class CapabilityListTests
{
    private readonly FakeConfigSpace _space = new();
    private readonly FakeFunction _function;

    public CapabilityListTests()
    {
        _function = _space.Add(0, 0);
    }

    [Fact]
    public void NoStatusBitMeansNoList()
    {
        _function.Set8(ConfigSpace.CapabilityPointer, 0x40);
        _function.Set8(0x40, 9);
        Assert.Empty(Walk());
    }

    [Fact]
    public void EntriesComeInTheOrderOfTheLinks()
    {
        _function.Set8(ConfigSpace.CapabilityPointer, 0x98);
        _function.AddCapability(0x98, 0x11, next: 0x40);
        _function.AddCapability(0x40, 0x09, next: 0xFC);
        _function.AddCapability(0xFC, 0x05, next: 0);
        Assert.Equal([(0x98, 0x11), (0x40, 0x09), (0xFC, 0x05)], Walk());
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x50)]
    public void Q9_ALoopEnds(int back)
    {
        _function.Set8(ConfigSpace.CapabilityPointer, 0x40);
        _function.AddCapability(0x40, 0x09, next: 0x50);
        _function.AddCapability(0x50, 0x09, next: (byte)back);
        Assert.Equal(48, Walk().Count);
    }

    [Theory]
    [InlineData(0x04)]
    [InlineData(0x3C)]
    [InlineData(0x01)]
    public void Q9_ALinkIntoTheHeaderEndsTheList(byte next)
    {
        _function.Set8(ConfigSpace.CapabilityPointer, 0x40);
        _function.AddCapability(0x40, 0x09, next);
        Assert.Equal([(0x40, 0x09)], Walk());
    }

    [Fact]
    public void ReservedLowBitsOfLinksAreIgnored()
    {
        _function.Set8(ConfigSpace.CapabilityPointer, 0x43);
        _function.AddCapability(0x40, 0x09, next: 0x51);
        _function.AddCapability(0x50, 0x05, next: 0);
        Assert.Equal([(0x40, 0x09), (0x50, 0x05)], Walk());
    }

    [Fact]
    public void ADeviceThatIsGoneHasNone()
    {
        for (int offset = 0; offset < 256; offset++)
        {
            _function.Set8(offset, 0xFF);
        }

        Assert.Empty(Walk());
    }

    private List<(int Offset, int Id)> Walk()
    {
        var found = new List<(int, int)>();
        var list = new CapabilityList(_space, new PciAddress(0, 0, 0));
        while (list.MoveNext())
        {
            found.Add((list.Offset, list.Id));
        }

        return found;
    }
}
