// Where a device says its registers are (Q9): believed only within its BARs.
namespace Virtio.Tests;

using Drivers.Pci;
using Drivers.Virtio;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class VirtioWindowsTests
{
    private readonly FakeFunction _function;
    private readonly PciDevice _device;

    /// <summary>The capabilities of QEMU's device: one 16 KiB BAR with everything in it.</summary>
    public VirtioWindowsTests()
    {
        var space = new FakeConfigSpace();
        _function = space.Add(0, 4);
        _function.SetBar(0, 0xC001, 0xFFFFFFE0);
        _function.SetBar(4, 0xFE00000C, 0xFFFFC000);
        _function.SetBar(5, 0, 0xFFFFFFFF);
        _function.Set8(ConfigSpace.CapabilityPointer, 0x84);
        Add(0x84, next: 0x70, type: 5, bar: 0, offset: 0, length: 0);
        Add(0x70, next: 0x60, type: 2, bar: 4, offset: 0x3000, length: 0x1000);
        Add(0x60, next: 0x50, type: 4, bar: 4, offset: 0x2000, length: 0x1000);
        Add(0x50, next: 0x40, type: 3, bar: 4, offset: 0x1000, length: 0x1000);
        Add(0x40, next: 0, type: 1, bar: 4, offset: 0, length: 0x1000);
        _function.Set32(0x70 + 16, 4);
        _device = new PciDevice(space, new PciAddress(0, 4, 0), 0x1049_1AF4);
    }

    [Fact]
    public void TheBlocksOfQemusDevice()
    {
        VirtioWindows windows = VirtioWindows.Find(_device);
        Assert.Equal(VirtioRefusal.None, windows.Refusal);
        Assert.Equal((0xFE000000ul, 0x1000ul), (windows.Common.Address, windows.Common.Length));
        Assert.Equal((0xFE002000ul, 0x1000ul), (windows.Configuration.Address, windows.Configuration.Length));
        Assert.Equal((0xFE003000ul, 4u), (windows.Notify.Address, windows.NotifyMultiplier));
    }

    [Fact]
    public void Q9_OfTwoCommonCapabilitiesTheFirstCounts()
    {
        Add(0x40, next: 0xA0, type: 1, bar: 4, offset: 0, length: 0x1000);
        Add(0xA0, next: 0, type: 1, bar: 4, offset: 0x1000, length: 0x1000);
        Assert.Equal(0xFE000000ul, VirtioWindows.Find(_device).Common.Address);
    }

    [Theory]
    [InlineData(0x3001u, 0x1000u)]
    [InlineData(0x4000u, 0x40u)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(0u, 0x4001u)]
    public void Q9_ABlockOutsideItsBarIsRefused(uint offset, uint length)
    {
        Add(0x40, next: 0, type: 1, bar: 4, offset, length);
        Assert.Equal(VirtioRefusal.CapabilityOutsideBar, VirtioWindows.Find(_device).Refusal);
    }

    [Fact]
    public void Q9_AnUnassignedBarIsRefused()
    {
        _function.SetBar(4, 0x0000000C, 0xFFFFC000);
        Assert.Equal(VirtioRefusal.BarUnassigned, VirtioWindows.Find(_device).Refusal);
    }

    [Theory]
    [InlineData(0x40, 15)]
    [InlineData(0x60, 0)]
    [InlineData(0x70, 19)]
    public void Q9_ACapabilityTooShortForItsFieldsIsNone(int at, byte length)
    {
        _function.Set8(at + 2, length);
        Assert.Equal(VirtioRefusal.NoCapabilities, VirtioWindows.Find(_device).Refusal);
    }

    [Theory]
    [InlineData(0xF4)]
    [InlineData(0xFC)]
    public void Q9_ACapabilityThatRunsOutOfTheSpaceIsNone(byte at)
    {
        _function.AddCapability(0x50, CapabilityList.VendorSpecific, next: at);
        _function.AddCapability(at, CapabilityList.VendorSpecific, next: 0);
        _function.Set16(at + 2, 0x0110);
        Assert.Equal(VirtioRefusal.NoCapabilities, VirtioWindows.Find(_device).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(255)]
    public void Q9_ABlockInNoMemoryBarIsNone(byte bar)
    {
        _function.Set8(0x40 + 4, bar);
        Assert.Equal(VirtioRefusal.NoCapabilities, VirtioWindows.Find(_device).Refusal);
    }

    [Theory]
    [InlineData(0x40, 55u)]
    [InlineData(0x60, 0u)]
    [InlineData(0x70, 1u)]
    public void Q9_ABlockTooSmallForItsRegistersIsNone(int at, uint length)
    {
        _function.Set32(at + 12, length);
        Assert.Equal(VirtioRefusal.NoCapabilities, VirtioWindows.Find(_device).Refusal);
    }

    [Fact]
    public void ALegacyOnlyDeviceHasNone()
    {
        _function.Set16(ConfigSpace.Status, 0);
        Assert.Equal(VirtioRefusal.NoCapabilities, VirtioWindows.Find(_device).Refusal);
    }

    private void Add(int at, byte next, byte type, byte bar, uint offset, uint length)
    {
        _function.AddCapability(at, 9, next);
        _function.Set8(at + 2, type == 2 ? (byte)20 : (byte)16);
        _function.Set8(at + 3, type);
        _function.Set8(at + 4, bar);
        _function.Set32(at + 8, offset);
        _function.Set32(at + 12, length);
    }
}
