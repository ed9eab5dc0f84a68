// How much of a machine's memory rings take, and what is given up first when it is little.
namespace Xen.Tests.NineP;

using Drivers;
using Drivers.Xen.NineP;
using Xunit;

public sealed class RingPlanTests
{
    private const int Default = (512 << 10) + 24;

    [Theory]
    [InlineData(8, 9, 16L << 20, 8, 9, 512 << 10)]
    [InlineData(8, 9, 8L << 20, 8, 8, 256 << 10)]
    [InlineData(8, 9, 2L << 20, 8, 6, 64 << 10)]
    [InlineData(8, 9, 1L << 20, 4, 6, 64 << 10)]
    [InlineData(8, 9, 512L << 10, 2, 6, 64 << 10)]
    [InlineData(8, 9, 256L << 10, 1, 6, 64 << 10)]
    [InlineData(8, 9, 64L << 10, 1, 4, 16 << 10)]
    [InlineData(8, 9, 0, 1, 1, 4096)]
    [InlineData(1, 9, 16L << 20, 1, 9, 512 << 10)]
    [InlineData(4, 1, 16L << 20, 4, 1, 4096)]
    [InlineData(8, 8, 64L << 20, 8, 8, 256 << 10)]
    public void RingsFollowTheMemory(int offered, int offeredOrder, long memory, int rings, int order, int messageSize)
    {
        RingPlan plan = Make(offered, offeredOrder, new ShareSizes { Requests = 64, MessageSize = Default, RingMemory = (ulong)memory });
        Assert.Equal(rings, plan.Rings);
        Assert.Equal(order, plan.Order);
        Assert.Equal(messageSize, plan.MessageSize);
    }

    [Theory]
    [InlineData(1 << 20, 16L << 20, 8, 9, 1 << 20)]
    [InlineData(4 << 20, 16L << 20, 8, 9, 1 << 20)]
    [InlineData(512 << 10, 4L << 20, 4, 8, 512 << 10)]
    [InlineData(8192, 16L << 20, 8, 3, 8192)]
    [InlineData(4096, 16L << 20, 8, 2, 4096)]
    public void MessageSizeThatWasAskedForIsWorthRings(int asked, long memory, int rings, int order, int messageSize)
    {
        RingPlan plan = Make(8, 9, new ShareSizes
        {
            Requests = 64,
            MessageSize = asked,
            IsMessageSizeAsked = true,
            RingMemory = (ulong)memory,
        });
        Assert.Equal(rings, plan.Rings);
        Assert.Equal(order, plan.Order);
        Assert.Equal(messageSize, plan.MessageSize);
    }

    [Fact]
    public void MoreRingsThanRequestsAreOfNoUse()
    {
        Assert.Equal(4, Make(8, 9, new ShareSizes { Requests = 4, MessageSize = Default, RingMemory = 64 << 20 }).Rings);
    }

    /// <summary>Eight shares of a domain with the 64 frames of grants that Xen allows it; and domains with fewer.</summary>
    [Theory]
    [InlineData(32760 / 7, 8, 9)]
    [InlineData(32760 / 8, 8, 8)]
    [InlineData(32760 / 32, 8, 6)]
    [InlineData(504, 4, 6)]
    [InlineData(504 / 8, 1, 5)]
    [InlineData(3, 1, 1)]
    [InlineData(0, 1, 1)]
    public void RingsFollowTheGrants(int grants, int rings, int order)
    {
        RingPlan plan = Make(8, 9, new ShareSizes { Requests = 64, MessageSize = Default, RingMemory = 64 << 20 }, grants);
        Assert.Equal(rings, plan.Rings);
        Assert.Equal(order, plan.Order);
    }

    private static RingPlan Make(int rings, int order, ShareSizes sizes, int grants = int.MaxValue)
    {
        var backend = new FakeNinePBackend();
        backend.Store.Tree[Fakes.FakeBackend.Back + "/max-rings"] = rings.ToString();
        backend.Store.Tree[Fakes.FakeBackend.Back + "/max-ring-page-order"] = order.ToString();
        backend.Device.AwaitOffer();
        Assert.Equal(FrontendFailure.None, BackendOffer.Read(backend.Device, out BackendOffer offer));
        return RingPlan.For(in offer, in sizes, grants);
    }
}
