// A frontend gets together with its backend, refuses one that it cannot use, and gives everything back however far it came.
namespace Xen.Tests.NineP;

using System.Text;
using Drivers;
using Drivers.Xen.Bus;
using Drivers.Xen.NineP;
using Kernel.Interrupts;
using Xen.Tests.Fakes;
using Xunit;

public sealed class FrontendTests
{
    private readonly FakeNinePBackend _backend = new();
    private readonly NinePFrontend _frontend;

    public FrontendTests()
    {
        _frontend = new NinePFrontend(_backend.Device, _backend.Memory, _backend.Grants, _backend);
    }

    private static ShareSizes Sizes => new() { Requests = 64, MessageSize = (512 << 10) + 24, RingMemory = 64 << 20 };

    [Fact]
    public void BackendMapsWhatTheFrontendGrants()
    {
        Assert.Equal(FrontendFailure.None, Connect());
        Assert.Equal(8, _backend.Rings.Count);
        Assert.Equal(8, _frontend.Rings.Length);
        Assert.All(_backend.Rings, ring => Assert.Equal(1 << 20, ring.Half));
        Assert.Equal(XenbusState.Connected, _backend.Nodes.FrontState);
        Assert.Equal(8 * 513, _backend.Grants.InUse);
    }

    [Fact]
    public void CloseGivesEverythingBack()
    {
        Connect();
        _frontend.Close();
        Assert.Equal(XenbusState.Closed, _backend.Nodes.FrontState);
        Assert.Equal(0, _frontend.PagesKept);
        _backend.AssertNothingIsHeld();
        _frontend.Close();
        _backend.AssertNothingIsHeld();
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1,2", true)]
    [InlineData("3,1", true)]
    [InlineData(" 1", true)]
    [InlineData("2, 1 ,7", true)]
    [InlineData("01", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("2", false)]
    [InlineData("10", false)]
    [InlineData("11,12", false)]
    [InlineData("1.0", false)]
    [InlineData("-1", false)]
    [InlineData("4294967297", false)]
    [InlineData("18446744073709551617", false)]
    [InlineData(",,,", false)]
    public void B1_VersionListIsParsed(string? versions, bool isUsable)
    {
        _backend.Store.Tree[FakeBackend.Back + "/versions"] = versions;
        Assert.Equal(isUsable ? FrontendFailure.None : FrontendFailure.Version, Connect());
        if (!isUsable)
        {
            AssertRefused();
        }
    }

    [Fact]
    public void B1_VersionListOf4KiBIsRefused()
    {
        _backend.Store.Tree[FakeBackend.Back + "/versions"] = new string('1', 4000);
        Assert.Equal(FrontendFailure.Version, Connect());
        AssertRefused();
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    [InlineData("8", 8)]
    [InlineData("4294967295", 8)]
    [InlineData("0", 0)]
    [InlineData(null, 0)]
    [InlineData("4294967296", 0)]
    [InlineData("abc", 0)]
    [InlineData("-1", 0)]
    public void B2_RingsAreAsManyAsBothCan(string? offered, int rings)
    {
        _backend.Store.Tree[FakeBackend.Back + "/max-rings"] = offered;
        Assert.Equal(rings == 0 ? FrontendFailure.Limits : FrontendFailure.None, Connect());
        Assert.Equal(rings, _backend.Rings.Count);
        if (rings == 0)
        {
            AssertRefused();
        }
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("8", 8)]
    [InlineData("9", 9)]
    [InlineData("99", 9)]
    [InlineData("0", 0)]
    [InlineData(null, 0)]
    [InlineData("4294967296", 0)]
    [InlineData("x", 0)]
    public void B2_RingsAreAsLargeAsBothCan(string? offered, int order)
    {
        _backend.Store.Tree[FakeBackend.Back + "/max-ring-page-order"] = offered;
        Assert.Equal(order == 0 ? FrontendFailure.Limits : FrontendFailure.None, Connect());
        if (order == 0)
        {
            AssertRefused();
            return;
        }

        Assert.Equal(2048 << order, _backend.Rings[0].Half);
    }

    [Theory]
    [InlineData(XenbusState.Connected)]
    [InlineData(XenbusState.Closing)]
    [InlineData(XenbusState.Closed)]
    public void B3_BackendThatCannotBeOursFailsTheMountOnly(XenbusState state)
    {
        _backend.Nodes.State = state;
        Assert.Equal(FrontendFailure.Connection, Connect());
        AssertRefused();
    }

    [Fact]
    public void B3_BackendThatNeverOffersAnythingFailsTheMountOnly()
    {
        _backend.Nodes.State = XenbusState.Initialising;
        Assert.Equal(FrontendFailure.Connection, Connect());
        AssertRefused();
    }

    [Fact]
    public void B3_BackendThatVanishesWhileItConnectsFailsTheMountOnly()
    {
        _backend.Nodes.Follows = _ => _backend.Nodes.Vanish();
        Assert.Equal(FrontendFailure.Connection, Connect());
        AssertRefused();
    }

    [Fact]
    public void B3_BackendThatClosesWhileItConnectsFailsTheMountOnly()
    {
        _backend.Nodes.Follows = state =>
        {
            if (state == XenbusState.Initialised)
            {
                _backend.Map();
                _backend.Unmap();
                _backend.Nodes.State = XenbusState.Closed;
            }
        };
        Assert.Equal(FrontendFailure.Connection, Connect());
        AssertRefused();
    }

    [Fact]
    public void B13_PagesThatTheBackendHoldsAreKeptForEver()
    {
        Connect();
        _backend.HoldsOn = true;
        _frontend.Close();
        Assert.Equal(8 * 513, _frontend.PagesKept);
        Assert.Equal(8 * 513, _backend.Memory.LeakedPages);
        Assert.Equal(8 * 513, _backend.Grants.Leaked);
        Assert.Equal(XenbusState.Closed, _backend.Nodes.FrontState);
        Assert.Equal(0, _backend.Memory.PagesInUse);
    }

    [Fact]
    public void B13_OnlyWhatIsHeldIsKept()
    {
        Connect();
        _backend.HoldsOn = true;

        // All but one page of the data of one ring is unmapped.
        uint held = _backend.Rings[3].Page.ReadUInt32(132 + 4 * 17);
        _backend.Unmap();
        _backend.Frames.SetWord(held, 0, _backend.Frames.Word(held, 0) | 8);
        _frontend.Close();
        Assert.Equal(512, _backend.Memory.LeakedPages);
        Assert.Equal(1, _backend.Grants.InUse);
        Assert.Equal(0, _backend.Memory.PagesInUse);
    }

    [Fact]
    public void B18_MemoryThatIsShortAtAnyStepFailsTheMountOnly()
    {
        for (int step = 0; step < 16; step++)
        {
            var backend = new FakeNinePBackend();
            backend.Memory.FailsAfter = step;
            var frontend = new NinePFrontend(backend.Device, backend.Memory, backend.Grants, backend);
            ShareSizes sizes = Sizes;
            Assert.Equal(FrontendFailure.Memory, frontend.Connect(in sizes, new NoEvents()));
            backend.AssertNothingIsHeld();
        }
    }

    [Fact]
    public void B18_GrantTableThatIsFullAnywhereFailsTheMountOnly()
    {
        for (int frames = 0; frames < 9; frames++)
        {
            var backend = new FakeNinePBackend();
            var small = new FakeGrantFrames(9) { Most = frames };
            var grants = new Drivers.Xen.GrantTable(small);
            var frontend = new NinePFrontend(backend.Device, backend.Memory, grants, backend);
            ShareSizes sizes = Sizes;
            Assert.Equal(FrontendFailure.Grants, frontend.Connect(in sizes, new NoEvents()));
            Assert.Equal(0, grants.InUse);
            backend.AssertNothingIsHeld();
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 8)]
    [InlineData(64, 15)]
    [InlineData(64, 32)]
    public void AllSharesOfADomainFindRoomInItsGrantTable(int frames, int shares)
    {
        var backend = new FakeNinePBackend(frames);
        ShareSizes sizes = Sizes;
        sizes.Shares = shares;
        var frontend = new NinePFrontend(backend.Device, backend.Memory, backend.Grants, backend);
        Assert.Equal(FrontendFailure.None, frontend.Connect(in sizes, new NoEvents()));
        Assert.InRange(backend.Grants.InUse * shares, 1, backend.Grants.Capacity);
    }

    [Fact]
    public void B18_EventChannelsThatRunOutFailTheMountOnly()
    {
        for (int most = 0; most < 8; most++)
        {
            var backend = new FakeNinePBackend { MostChannels = most };
            var frontend = new NinePFrontend(backend.Device, backend.Memory, backend.Grants, backend);
            ShareSizes sizes = Sizes;
            Assert.Equal(FrontendFailure.Channels, frontend.Connect(in sizes, new NoEvents()));
            backend.AssertNothingIsHeld();
        }
    }

    [Fact]
    public void RefusalIsASentence()
    {
        _backend.Store.Tree[FakeBackend.Back + "/versions"] = "2";
        Connect();
        Assert.Equal("its backend does not offer version 1 of Xen's 9pfs protocol", Encoding.UTF8.GetString(_frontend.FailureText));
    }

    private FrontendFailure Connect()
    {
        ShareSizes sizes = Sizes;
        return _frontend.Connect(in sizes, new NoEvents());
    }

    private void AssertRefused()
    {
        Assert.False(_frontend.FailureText.IsEmpty);
        Assert.Empty(_frontend.Rings);
        _backend.AssertNothingIsHeld();
    }
}

public sealed class NoEvents : InterruptHandler
{
    public override void Handle()
    {
    }
}
