// From reset to running, and every way a device can make that impossible (Q6 to Q13, Q16, Q17).
namespace Virtio.Tests;

using System.Text;
using Drivers.Pci;
using Drivers.Virtio;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class VirtioPciTests
{
    private const DeviceStatus Running = DeviceStatus.Acknowledge | DeviceStatus.Driver | DeviceStatus.FeaturesOk | DeviceStatus.DriverOk;

    private readonly FakeCommonRegisters _common = new();
    private readonly FakeFunction _function;
    private readonly PciDevice _device;
    private readonly FakeRegisters _interruptStatus = new(1);
    private FakeRegisters _notify = new(0x1000);
    private FakeRegisters _configuration = Configuration("share", claimed: 5);
    private uint _multiplier = 4;

    public VirtioPciTests()
    {
        var space = new FakeConfigSpace();
        _function = space.Add(0, 4);
        _device = new PciDevice(space, new PciAddress(0, 4, 0), 0x1049_1AF4);
        _device.Enable();
    }

    [Fact]
    public void AGoodDeviceRuns()
    {
        _common.ResetDelay = 3;
        VirtioPci device = Create();
        Assert.Equal(VirtioRefusal.None, device.Negotiate());
        Assert.Equal(0x1_3000_0001ul, _common.Accepted);
        Assert.True(device.HasEventIndex);
        Assert.Equal(128, device.LargestQueueSize);

        Assert.True(device.TrySetVectors(0, 1));
        Assert.Equal(VirtioRefusal.None, device.Start(64, 0x1_2345_6000, 0x1_2345_7000, 0x1_2345_8000));
        Assert.Equal(Running, _common.Status);
        Assert.Equal(64, _common.QueueSize);
        Assert.Equal(
            (0x1_2345_6000ul, 0x1_2345_7000ul, 0x1_2345_8000ul),
            (_common.Descriptors, _common.Available, _common.Used));
        Assert.Equal(6, _function.Command & 6);
    }

    [Fact]
    public void WithoutEventIndexItRunsAsWell()
    {
        _common.Offered &= ~(1ul << 29);
        VirtioPci device = Create();
        Assert.Equal(VirtioRefusal.None, device.Negotiate());
        Assert.False(device.HasEventIndex);
        Assert.Equal(0x1_1000_0001ul, _common.Accepted);
    }

    [Fact]
    public void WhatIsNotUnderstoodIsDeclined()
    {
        _common.Offered = ~(1ul << 30);
        Assert.Equal(VirtioRefusal.None, Create().Negotiate());
        Assert.Equal(0x4D_3000_0001ul, _common.Accepted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(28)]
    [InlineData(32)]
    public void Q6_ADeviceWithoutANecessaryFeature(int bit)
    {
        _common.Offered &= ~(1ul << bit);
        AssertRefused(VirtioRefusal.FeatureMissing);
    }

    [Fact]
    public void Q6_ADeviceThatOffersTheTrap()
    {
        _common.Offered |= 1ul << 30;
        AssertRefused(VirtioRefusal.FeatureTrap);
    }

    [Fact]
    public void Q7_FeaturesOkDoesNotStick()
    {
        _common.RejectsFeatures = true;
        AssertRefused(VirtioRefusal.FeaturesRejected);
    }

    [Theory]
    [InlineData(0, VirtioRefusal.QueueMissing)]
    [InlineData(3, VirtioRefusal.QueueSize)]
    [InlineData(127, VirtioRefusal.QueueSize)]
    [InlineData(0xFFFF, VirtioRefusal.QueueSize)]
    public void Q8_QueueSizesThatAreNone(int size, VirtioRefusal refusal)
    {
        _common.QueueSize = (ushort)size;
        AssertRefused(refusal);
    }

    [Fact]
    public void Q8_NoQueueAtAll()
    {
        _common.QueueCount = 0;
        AssertRefused(VirtioRefusal.QueueMissing);
    }

    [Fact]
    public void Q8_AQueueThatKeepsItsOwnSize()
    {
        _common.KeepsQueueSize = false;
        VirtioPci device = Create();
        device.Negotiate();
        Assert.Equal(VirtioRefusal.QueueSetup, device.Start(16, 0x1000, 0x2000, 0x3000));
        Assert.True(_common.Status.HasFlag(DeviceStatus.Failed));
    }

    [Fact]
    public void Q8_AQueueThatDoesNotStart()
    {
        _common.KeepsQueueEnable = false;
        VirtioPci device = Create();
        device.Negotiate();
        Assert.Equal(VirtioRefusal.QueueSetup, device.Start(16, 0x1000, 0x2000, 0x3000));
    }

    [Theory]
    [InlineData(0x3FF, 4u, true)]
    [InlineData(0x400, 4u, false)]
    [InlineData(0x7FF, 2u, true)]
    [InlineData(0xFFFF, 0u, true)]
    [InlineData(0xFFFF, 0xFFFFFFFFu, false)]
    public void Q9_TheNotificationAddressLiesInItsBlock(int offset, uint multiplier, bool isGood)
    {
        _common.NotifyOffset = (ushort)offset;
        _multiplier = multiplier;
        VirtioPci device = Create();
        Assert.Equal(isGood ? VirtioRefusal.None : VirtioRefusal.NotifyAddress, device.Negotiate());
        if (isGood)
        {
            ulong address = (ulong)offset * multiplier;
            _notify.Write16(address, 0x1234);
            device.Notify(0);
            Assert.Equal(0, _notify.Read16(address));
        }
    }

    [Fact]
    public void Q9_ABlockTooSmallForANotification()
    {
        _notify = new FakeRegisters(1);
        AssertRefused(VirtioRefusal.NotifyAddress);
    }

    [Theory]
    [InlineData("share", 5, "share")]
    [InlineData("x", 1, "x")]
    [InlineData("share", 0, null)]
    [InlineData("share", 6, null)]
    [InlineData("share", 0xFFFF, null)]
    [InlineData("sh\nre", 5, null)]
    [InlineData("", 0, null)]
    public void Q10_TheTagIsWhatLiesWithinTheSpace(string text, int claimed, string? expected)
    {
        _configuration = Configuration(text, claimed);
        AssertTag(expected, expected is null ? VirtioRefusal.MountTag : VirtioRefusal.None);
    }

    [Fact]
    public void Q10_TheLongestTag()
    {
        _configuration = Configuration(new string('t', 255), 255);
        AssertTag(new string('t', 255), VirtioRefusal.None);
        _configuration = Configuration(new string('t', 256), 256);
        AssertTag(null, VirtioRefusal.MountTag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Q10_ASpaceTooSmallForALength(int bytes)
    {
        _configuration = new FakeRegisters(bytes);
        AssertTag(null, VirtioRefusal.MountTag);
    }

    [Theory]
    [InlineData(3, "share", VirtioRefusal.None)]
    [InlineData(int.MaxValue, null, VirtioRefusal.ConfigurationUnstable)]
    public void Q11_AConfigurationThatChangesMeanwhile(int changes, string? expected, VirtioRefusal refusal)
    {
        _common.GenerationChanges = changes;
        AssertTag(expected, refusal);
    }

    [Fact]
    public void Q12_ADeviceThatNeedsAReset()
    {
        VirtioPci device = Create();
        device.Negotiate();
        Assert.False(device.NeedsReset());
        _common.Status |= DeviceStatus.NeedsReset;
        Assert.True(device.NeedsReset());
        device.Stop();
        Assert.Equal(DeviceStatus.Reset, _common.Status);
        Assert.Equal(6, _function.Command & 6);
    }

    [Fact]
    public void Q12_ADeviceThatFailsToRestartOnceIsAskedForTheSameAgain()
    {
        VirtioPci device = Create();
        device.Negotiate();
        Assert.True(device.TrySetVectors(0, 1));
        device.Start(32, 0x1000, 0x2000, 0x3000);
        Assert.True(device.Stop());
        _common.RejectsFeatures = true;
        Assert.False(device.Restart());
        _common.RejectsFeatures = false;
        Assert.True(device.Restart());
        Assert.True(device.Stop());
        _common.KeepsVectors = false;
        Assert.False(device.Restart());
        _common.KeepsVectors = true;
        Assert.True(device.Restart());
        Assert.Equal(0x1_3000_0001ul, _common.Accepted);
        Assert.Equal((0, 1), (_common.Read16(16), _common.Read16(26)));
        Assert.Equal(Running, _common.Status);
    }

    [Fact]
    public void Q13_AResetThatNeverEnds()
    {
        _common.ResetDelay = -1;
        Assert.Equal(VirtioRefusal.ResetTimeout, Create().Negotiate());
    }

    [Fact]
    public void Q13_ADeviceThatDoesNotResetLosesItsAccessToMemory()
    {
        VirtioPci device = Create();
        device.Negotiate();
        _common.ResetDelay = -1;
        device.Stop();
        Assert.Equal(2, _function.Command & 6);
    }

    [Fact]
    public void Q16_AVectorThatIsRefused()
    {
        _common.KeepsVectors = false;
        VirtioPci device = Create();
        device.Negotiate();
        Assert.False(device.TrySetVectors(0, 1));
        Assert.Equal(VirtioRefusal.None, device.Start(16, 0x1000, 0x2000, 0x3000));
    }

    [Fact]
    public void Q17_ADeviceThatIsGone()
    {
        VirtioPci device = Create();
        device.Negotiate();
        _common.IsGone = true;
        Assert.True(device.NeedsReset());
        _function.Set16(ConfigSpace.VendorId, 0xFFFF);
        Assert.True(device.Stop());
        Assert.False(device.Restart());
        Assert.InRange(_common.StatusReads, 1, 100);
    }

    [Fact]
    public void Q17_ADeviceThatIsGoneRaisesNoLine()
    {
        VirtioPci device = Create();
        _interruptStatus.Bytes[0] = 0xFF;
        Assert.Equal(InterruptCauses.None, device.TakeInterrupt());
        _interruptStatus.Bytes[0] = 3;
        Assert.Equal(InterruptCauses.Queue | InterruptCauses.Configuration, device.TakeInterrupt());
    }

    private static FakeRegisters Configuration(string text, int claimed)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var registers = new FakeRegisters(2 + bytes.Length);
        registers.Bytes[0] = (byte)claimed;
        registers.Bytes[1] = (byte)(claimed >> 8);
        bytes.CopyTo(registers.Bytes, 2);
        return registers;
    }

    private VirtioPci Create() => new(_device, _common, _configuration, _interruptStatus, _notify, _multiplier);

    private void AssertRefused(VirtioRefusal refusal)
    {
        Assert.Equal(refusal, Create().Negotiate());
        Assert.True(_common.Status.HasFlag(DeviceStatus.Failed));
        Assert.False(_common.Status.HasFlag(DeviceStatus.DriverOk));
    }

    private void AssertTag(string? expected, VirtioRefusal refusal)
    {
        VirtioPci device = Create();
        Assert.Equal(VirtioRefusal.None, device.Negotiate());
        byte[] tag = new byte[MountTag.Longest];
        Assert.Equal(refusal, device.ReadTag(tag, out int length));
        if (expected is not null)
        {
            Assert.Equal(expected, Encoding.UTF8.GetString(tag, 0, length));
        }
    }
}
