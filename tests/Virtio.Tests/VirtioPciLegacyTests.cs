// A PCI device from before virtio 1.0, with and without MSI-X.
namespace Virtio.Tests;

using System.Text;
using Drivers.Pci;
using Drivers.Virtio;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class VirtioPciLegacyTests
{
    private const int Capability = 0x98;

    private readonly FakeLegacyPorts _ports = new("share");
    private readonly FakeFunction _function;
    private readonly PciDevice _device;
    private readonly MsiX _msiX;

    public VirtioPciLegacyTests()
    {
        var space = new FakeConfigSpace();
        _function = space.Add(0, 4, id: 0x1009);
        _function.Set8(ConfigSpace.CapabilityPointer, Capability);
        _function.AddCapability(Capability, 0x11, 0);
        _function.Set16(Capability + 2, 1);
        _device = new PciDevice(space, new PciAddress(0, 4, 0), 0x1009_1AF4);
        _device.Enable();
        _msiX = MsiX.Find(_device)!;
    }

    [Fact]
    public void ItRuns()
    {
        var device = new VirtioPciLegacy(_device, null, _ports);
        Assert.Equal(VirtioRefusal.None, device.Negotiate());
        Assert.Equal(0u, _ports.Accepted & ~_ports.Offered);
        Assert.Equal(0u, _ports.Accepted >> 30);
        Assert.Equal("share", TagOf(device));
        Assert.True(device.IsQueueSizeFixed);
        Assert.Equal(VirtioRefusal.None, device.Start(128, 0x1_2345_6000, 0, 0));
        Assert.Equal(0x12_3456u, _ports.QueuePage);
        Assert.Equal(DeviceStatus.Acknowledge | DeviceStatus.Driver | DeviceStatus.DriverOk, _ports.Status);
        device.Notify(0);
        Assert.Equal(1, _ports.Notifications);
    }

    [Theory]
    [InlineData(64, 0x1000ul)]
    [InlineData(128, 0x1800ul)]
    [InlineData(128, 0x1000_0000_0000ul)]
    public void AQueueThatItCannotHave(int size, ulong address)
    {
        var device = new VirtioPciLegacy(_device, null, _ports);
        device.Negotiate();
        Assert.Equal(VirtioRefusal.QueueSetup, device.Start(size, address, 0, 0));
    }

    [Fact]
    public void TheVectorsPushItsConfigurationAway()
    {
        var device = new VirtioPciLegacy(_device, _msiX, _ports);
        device.Negotiate();
        Assert.False(device.TrySetVectors(0, 1));
        _msiX.TryEnable(new FakeRegisters(32));
        _ports.HasVectors = true;
        Assert.True(device.TrySetVectors(0, 1));
        Assert.Equal((0, 1), _ports.Vectors);
        Assert.Equal("share", TagOf(device));
    }

    [Fact]
    public void Q16_ALegacyVectorThatIsRefused()
    {
        var device = new VirtioPciLegacy(_device, _msiX, _ports);
        device.Negotiate();
        _msiX.TryEnable(new FakeRegisters(32));
        _ports.HasVectors = true;
        _ports.KeepsVectors = false;
        Assert.False(device.TrySetVectors(0, 1));
        Assert.Equal((0xFFFF, 0xFFFF), _ports.Vectors);
    }

    [Fact]
    public void AskingWhyItInterruptedLetsTheLineFall()
    {
        var device = new VirtioPciLegacy(_device, null, _ports);
        _ports.Interrupt = 1;
        Assert.Equal(InterruptCauses.Queue, device.TakeInterrupt());
        Assert.Equal(InterruptCauses.None, device.TakeInterrupt());
    }

    [Fact]
    public void Q13_ALegacyDeviceThatDoesNotResetLosesItsAccessToMemory()
    {
        var device = new VirtioPciLegacy(_device, null, _ports);
        device.Negotiate();
        _ports.IsStuck = true;
        Assert.False(device.Stop());
        Assert.Equal(0, _function.Command & 4);
    }

    private static string TagOf(NegotiatedDevice device)
    {
        byte[] tag = new byte[MountTag.Longest];
        Assert.Equal(VirtioRefusal.None, device.ReadTag(tag, out int length));
        return Encoding.UTF8.GetString(tag, 0, length);
    }
}
