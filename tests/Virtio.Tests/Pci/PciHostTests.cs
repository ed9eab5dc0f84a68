// What a host bridge does that a firmware left undone: addresses for BARs, lines for INTx.
namespace Virtio.Tests.Pci;

using Drivers.Pci;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class PciHostTests
{
    private readonly FakeConfigSpace _space = new();

    [Fact]
    public void BarsWithoutAnAddressGetOneEach()
    {
        PciDevice first = Add(1, out FakeFunction function), second = Add(2, out _);
        var host = new PciHost(_space);
        host.SetWindow(0xC0001000, 0x100000);
        host.Place(first);
        host.Place(second);
        Assert.Equal(0xC0001000ul, first.ReadBar(1).Address);
        Assert.Equal(0xC0004000ul, first.ReadBar(4).Address);
        Assert.Equal(0u, function.Read32(0x24));
        Assert.Equal(0xC0008000ul, second.ReadBar(1).Address);
        Assert.Equal(0xC000C000ul, second.ReadBar(4).Address);
        Assert.Equal(0, function.LiveSizings);
    }

    [Fact]
    public void WhatHasAnAddressKeepsIt()
    {
        PciDevice device = Add(1, out FakeFunction function);
        function.SetBar(1, 0xFEBF8000, 0xFFFFF000);
        var host = new PciHost(_space);
        host.SetWindow(0xC0000000, 0x100000);
        host.Place(device);
        Assert.Equal(0xFEBF8000ul, device.ReadBar(1).Address);
        Assert.Equal(0xC0000000ul, device.ReadBar(4).Address);
    }

    [Fact]
    public void AFullWindowAndNoWindowLeaveThemUnplaced()
    {
        PciDevice device = Add(1, out _);
        new PciHost(_space).Place(device);
        Assert.Equal(0ul, device.ReadBar(1).Address);
        var host = new PciHost(_space);
        host.SetWindow(0xC0000000, 0x4000);
        host.Place(device);
        Assert.Equal(0xC0000000ul, device.ReadBar(1).Address);
        Assert.Equal(0ul, device.ReadBar(4).Address);
    }

    [Theory]
    [InlineData(0, 1, 16)]
    [InlineData(1, 1, 17)]
    [InlineData(1, 4, 16)]
    [InlineData(31, 2, 16)]
    [InlineData(1, 0, -1)]
    [InlineData(1, 5, -1)]
    public void LinksRotateFromDeviceToDevice(byte slot, byte pin, int line)
    {
        PciDevice device = Add(slot, out FakeFunction function);
        function.Set8(ConfigSpace.InterruptLine, 11);
        function.Set8(ConfigSpace.InterruptPin, pin);
        var host = new PciHost(_space);
        Assert.Equal(pin == 0 ? -1 : 11, host.LineOf(device));
        host.SetLinks(16, 17, 18, 19);
        Assert.Equal(line, host.LineOf(device));
    }

    private PciDevice Add(byte slot, out FakeFunction function)
    {
        function = _space.Add(0, slot);
        function.SetBar(1, 0, 0xFFFFF000);
        function.SetBar(4, 0x0000000C, 0xFFFFC000);
        function.SetBar(5, 0, 0xFFFFFFFF);
        return new PciDevice(_space, new PciAddress(0, slot, 0), 0x1049_1AF4);
    }
}
