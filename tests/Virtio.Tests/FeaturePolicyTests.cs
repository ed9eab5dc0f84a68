// Which of the features on offer are taken (Q6 of docs/compat/faults.md): what is understood, and nothing else.
namespace Virtio.Tests;

using Drivers.Virtio;
using Xunit;

public sealed class FeaturePolicyTests
{
    private const VirtioFeatures Everything = (VirtioFeatures)ulong.MaxValue & ~VirtioFeatures.Bad;

    [Fact]
    public void OfEverythingAModernDeviceOffersWhatIsUnderstoodIsTaken()
    {
        Assert.Equal(VirtioRefusal.None, VirtioFeaturePolicy.Choose(Everything, isLegacy: false, out VirtioFeatures accepted));
        Assert.Equal(
            VirtioFeatures.MountTag | VirtioFeatures.IndirectDescriptors | VirtioFeatures.EventIndex | VirtioFeatures.Version1
                | VirtioFeatures.RingPacked | VirtioFeatures.InOrder | VirtioFeatures.NotificationData,
            accepted);
    }

    [Fact]
    public void OfALegacyDeviceOnlyTheFirst32BitsCount()
    {
        Assert.Equal(VirtioRefusal.None, VirtioFeaturePolicy.Choose(Everything, isLegacy: true, out VirtioFeatures accepted));
        Assert.Equal(0ul, (ulong)accepted >> 32);
        Assert.True(accepted.HasFlag(VirtioFeatures.EventIndex));
    }

    /// <summary>What QEMU offers: 79000001h of a legacy device has the trap in it.</summary>
    [Fact]
    public void Q6_TheTrapIsUsualInLegacyDevicesAndNeverTaken()
    {
        Assert.Equal(VirtioRefusal.None, VirtioFeaturePolicy.Choose((VirtioFeatures)0x7900_0001, isLegacy: true, out VirtioFeatures accepted));
        Assert.Equal(0x3800_0001ul, (ulong)accepted);
    }

    [Theory]
    [InlineData(VirtioFeatures.Required, 64, 10, typeof(SplitLayout), 16, 10)]
    [InlineData(VirtioFeatures.Required, 8, 10, typeof(SplitLayout), 8, 8)]
    [InlineData(VirtioFeatures.Required | VirtioFeatures.RingPacked, 64, 10, typeof(PackedLayout), 16, 10)]
    [InlineData(VirtioFeatures.Required | VirtioFeatures.InOrder, 64, 10, typeof(SplitLayout), 16, 16)]
    [InlineData(VirtioFeatures.Required | VirtioFeatures.InOrder | VirtioFeatures.RingPacked, 64, 10, typeof(PackedLayout), 16, 10)]
    public void TheRingFollowsFromTheFeatures(
        VirtioFeatures features, int largest, int requests, System.Type kind, int size, int slots)
    {
        QueueLayout layout = QueueFormat.LayOut(features, largest, isSizeFixed: false, requests, 4);
        Assert.IsType(kind, layout);
        Assert.Equal((size, slots), (layout.Size, layout.Slots));
    }

    /// <summary>Descriptors, available ring, then the used ring on the next page (virtio 1.2 §2.7.2); tables only for what is used.</summary>
    [Fact]
    public void ALegacyRingHasTheDevicesSizeAndTheUsedRingOnAPage()
    {
        QueueLayout layout = QueueFormat.LayOut(VirtioFeatures.RequiredOfLegacy, 128, isSizeFixed: true, 10, 4);
        Assert.Equal((128, 10), (layout.Size, layout.Slots));
        Assert.Equal((0, 2048, 4096), (layout.DescriptorArea, layout.DriverArea, layout.DeviceArea));
        Assert.Equal(layout.RingLength + (10 * 64), layout.Length);
    }
}
