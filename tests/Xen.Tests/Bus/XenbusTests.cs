// Which devices of a domain are found in the store, and which are left out because half of what describes them is missing.
namespace Xen.Tests.Bus;

using System.Text;
using Drivers.Xen.Bus;
using Drivers.Xen.Store;
using Kernel.Diagnostics;
using Xen.Tests.Fakes;
using Xunit;

public sealed class XenbusTests
{
    private readonly FakeStore _store = new();
    private readonly StoreClient _client;

    public XenbusTests()
    {
        _ = new FakeBackend(_store);
        _client = _store.Connect();
    }

    [Fact]
    public void ADeviceIsFoundWithItsBackend()
    {
        var found = new XenbusDevice[4];
        byte[] tag = new byte[32];

        Assert.Equal(1, new Xenbus(_client).Find("9pfs"u8, found));
        XenbusDevice device = found[0];
        Assert.Equal("device/9pfs/0", Encoding.ASCII.GetString(device.Path));
        Assert.Equal(FakeBackend.Back, Encoding.ASCII.GetString(device.BackendPath));
        Assert.Equal(3, device.BackendDomain);
        Assert.Equal("share0", Encoding.ASCII.GetString(tag, 0, device.Read("tag"u8, tag).Value));
        Assert.Equal(8u, device.ReadBackendNumber("max-rings"u8).Value);
    }

    [Theory]
    [InlineData("backend", null)]
    [InlineData("backend", "")]
    [InlineData("backend", "relative/path")]
    [InlineData("backend-id", null)]
    [InlineData("backend-id", "abc")]
    [InlineData("backend-id", "65536")]
    public void ADeviceThatIsDescribedOnlyInPartsIsLeftOutWithALine(string node, string? value)
    {
        Log.Lines.Clear();
        _store.Tree[FakeBackend.Front + "/" + node] = value;
        _store.Tree["/local/domain/5/device/9pfs/1/backend"] = FakeBackend.Back;
        _store.Tree["/local/domain/5/device/9pfs/1/backend-id"] = "0";
        var found = new XenbusDevice[4];

        Assert.Equal(1, new Xenbus(_client).Find("9pfs"u8, found));
        Assert.Equal("device/9pfs/1", Encoding.ASCII.GetString(found[0].Path));
        Assert.Equal(["xenbus: device/9pfs/0: has no backend"], Log.Lines);
    }

    [Fact]
    public void ADomainWithoutSuchDevicesHasNone()
    {
        Assert.Equal(0, new Xenbus(_client).Find("vbd"u8, new XenbusDevice[4]));
    }
}
