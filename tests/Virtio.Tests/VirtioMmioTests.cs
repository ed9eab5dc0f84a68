// virtio-mmio slots of both versions: found, run, and refused (Q19 and the like).
namespace Virtio.Tests;

using System.Text;
using Drivers.Virtio;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class VirtioMmioTests
{
    [Fact]
    public void AModernDeviceRuns()
    {
        var slot = new FakeMmioSlot(version: 2, "share");
        VirtioMmio device = Find(slot);
        Assert.Equal(VirtioRefusal.None, device.Negotiate());
        Assert.False(device.IsLegacy);
        Assert.Equal(0x1_3000_0001ul, slot.Accepted & 0x1_3000_0001ul);
        Assert.Equal("share", TagOf(device));
        Assert.Equal(VirtioRefusal.None, device.Start(64, 0x1_2345_6000, 0x1_2345_7000, 0x2_0000_0004));
        Assert.Equal((64u, 1u), (slot.QueueSize, slot.QueueReady));
        Assert.Equal((0x1_2345_6000ul, 0x1_2345_7000ul, 0x2_0000_0004ul), (slot.Descriptors, slot.Driver, slot.Device));
        Assert.Equal(DeviceStatus.Acknowledge | DeviceStatus.Driver | DeviceStatus.FeaturesOk | DeviceStatus.DriverOk, slot.Status);
        device.Notify(0);
        Assert.Equal(0u, slot.Notified);
    }

    [Fact]
    public void ALegacyDeviceRuns()
    {
        var slot = new FakeMmioSlot(version: 1, "share");
        VirtioMmio device = Find(slot);
        Assert.Equal(VirtioRefusal.None, device.Negotiate());
        Assert.True(device.IsLegacy);
        Assert.Equal(0ul, slot.Accepted >> 30);
        Assert.Equal("share", TagOf(device));
        Assert.Equal(VirtioRefusal.None, device.Start(64, 0x1_2345_6000, 0, 0));
        Assert.Equal((64u, 4096u, 0x1_2345_6000ul), (slot.QueueSize, slot.QueueAlignment, slot.QueueAddress));
        Assert.Equal(DeviceStatus.Acknowledge | DeviceStatus.Driver | DeviceStatus.DriverOk, slot.Status);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    public void ItIsStartedAgainAsItWas(uint version)
    {
        var slot = new FakeMmioSlot(version, "share");
        VirtioMmio device = Find(slot);
        device.Negotiate();
        device.Start(32, 0x10000, 0x20000, 0x30000);
        Assert.True(device.Stop());
        Assert.Equal(DeviceStatus.Reset, slot.Status);
        Assert.True(device.Restart());
        Assert.True(slot.Status.HasFlag(DeviceStatus.DriverOk));
        Assert.Equal(version == 1 ? 0x10000ul : 0x30000ul, version == 1 ? slot.QueueAddress : slot.Device);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    public void TheCauseOfAnInterruptIsAcknowledged(uint version)
    {
        var slot = new FakeMmioSlot(version, "share") { Interrupt = 3 };
        VirtioMmio device = Find(slot);
        Assert.Equal(InterruptCauses.Queue | InterruptCauses.Configuration, device.TakeInterrupt());
        Assert.Equal(0u, slot.Interrupt);
        Assert.Equal(InterruptCauses.None, device.TakeInterrupt());
    }

    [Theory]
    [InlineData(0u, 2u, 9u, VirtioRefusal.None)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, VirtioRefusal.None)]
    [InlineData(0x74726976u, 2u, 0u, VirtioRefusal.None)]
    [InlineData(0x74726976u, 2u, 2u, VirtioRefusal.None)]
    [InlineData(0x74726976u, 0u, 9u, VirtioRefusal.Version)]
    [InlineData(0x74726976u, 3u, 9u, VirtioRefusal.Version)]
    public void Q19_ASlotWithoutAUsableDevice(uint magic, uint version, uint id, VirtioRefusal expected)
    {
        var slot = new FakeMmioSlot(version, "share") { Magic = magic, DeviceId = id };
        Assert.Null(VirtioMmio.Find(slot, out VirtioRefusal refusal));
        Assert.Equal(expected, refusal);
    }

    [Theory]
    [InlineData(0u, VirtioRefusal.QueueMissing)]
    [InlineData(3u, VirtioRefusal.QueueSize)]
    [InlineData(65536u, VirtioRefusal.QueueSize)]
    [InlineData(0xFFFFFFFFu, VirtioRefusal.QueueSize)]
    public void Q8_QueueSizesOfASlot(uint size, VirtioRefusal expected)
        => Assert.Equal(expected, Find(new FakeMmioSlot(version: 2, "share") { QueueSizeMax = size }).Negotiate());

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    public void Q8_AQueueThatIsInUseAlreadyOrDoesNotStart(uint version)
    {
        var slot = new FakeMmioSlot(version, "share");
        VirtioMmio device = Find(slot);
        device.Negotiate();
        slot.QueueReady = slot.QueuePage = 1;
        Assert.Equal(VirtioRefusal.QueueSetup, device.Start(32, 0x10000, 0x20000, 0x30000));

        device.Negotiate();
        slot.KeepsQueue = false;
        Assert.Equal(VirtioRefusal.QueueSetup, device.Start(32, 0x10000, 0x20000, 0x30000));
        Assert.True(slot.Status.HasFlag(DeviceStatus.Failed));
    }

    [Theory]
    [InlineData(0x1234ul)]
    [InlineData(0x1000_0000_0000ul)]
    public void ALegacyQueueLiesWhereAPageNumberCanSay(ulong address)
    {
        VirtioMmio device = Find(new FakeMmioSlot(version: 1, "share"));
        device.Negotiate();
        Assert.Equal(VirtioRefusal.QueueSetup, device.Start(32, address, 0, 0));
    }

    [Theory]
    [InlineData(1u, 1)]
    [InlineData(2u, 1)]
    [InlineData(2u, 1ul << 32)]
    public void Q6_ASlotWithoutANecessaryFeature(uint version, ulong missing)
    {
        var slot = new FakeMmioSlot(version, "share");
        slot.Offered &= ~missing;
        Assert.Equal(VirtioRefusal.FeatureMissing, Find(slot).Negotiate());
    }

    private static VirtioMmio Find(FakeMmioSlot slot)
    {
        VirtioMmio? device = VirtioMmio.Find(slot, out _);
        Assert.NotNull(device);
        return device;
    }

    private static string TagOf(NegotiatedDevice device)
    {
        byte[] tag = new byte[MountTag.Longest];
        Assert.Equal(VirtioRefusal.None, device.ReadTag(tag, out int length));
        return Encoding.UTF8.GetString(tag, 0, length);
    }
}
