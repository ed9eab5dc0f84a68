// Enumeration finds what is there, once, behind any bridge, and ends whatever the bridges say.
namespace Virtio.Tests.Pci;

using System.Linq;
using Drivers.Pci;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class PciBusTests
{
    [Fact]
    public void AMachineWithoutPciHasNoDevices()
    {
        var space = new FakeConfigSpace { HasPci = false };
        Assert.Equal(0, Scan(space).Count);
        Assert.Equal(0, space.Accesses);
    }

    [Fact]
    public void FunctionsAreFoundOnlyWhereTheHeaderSaysThereAreSeveral()
    {
        var space = new FakeConfigSpace();
        space.Add(0, 1, id: 1);
        space.Add(0, 1, function: 3, id: 2);
        space.Add(0, 2, id: 3).Set8(ConfigSpace.HeaderType, 0x80);
        space.Add(0, 2, function: 7, id: 4);
        space.Add(0, 31, id: 5);
        PciBus bus = Scan(space);
        Assert.Equal([1, 3, 4, 5], Enumerable.Range(0, bus.Count).Select(i => (int)bus[i].Device));
        Assert.Equal(7, bus[2].Address.Function);
    }

    [Fact]
    public void BusesBehindBridgesAreScannedOnce()
    {
        var space = new FakeConfigSpace();
        AddBridge(space, 0, 1, secondary: 1);
        AddBridge(space, 0, 2, secondary: 1);
        AddBridge(space, 1, 0, secondary: 255);
        AddBridge(space, 255, 0, secondary: 0);
        AddBridge(space, 255, 1, secondary: 255);
        space.Add(255, 5, id: 77);
        PciBus bus = Scan(space);
        Assert.Equal(1, bus.Count);
        Assert.Equal(255, bus[0].Address.Bus);
        Assert.True(space.Accesses < 500);
    }

    [Fact]
    public void MoreFunctionsThanRoomAreCounted()
    {
        var space = new FakeConfigSpace();
        for (byte device = 0; device < 20; device++)
        {
            space.Add(0, device);
        }

        PciBus bus = Scan(space, capacity: 16);
        Assert.Equal(16, bus.Count);
        Assert.Equal(4, bus.Missed);
    }

    private static void AddBridge(FakeConfigSpace space, byte bus, byte device, byte secondary)
    {
        FakeFunction bridge = space.Add(bus, device, vendor: 0x1B36, id: 1);
        bridge.Set8(ConfigSpace.HeaderType, 1);
        bridge.Set8(ConfigSpace.SecondaryBus, secondary);
    }

    private static PciBus Scan(FakeConfigSpace space, int capacity = 64)
    {
        var bus = new PciBus(space, capacity);
        bus.Scan();
        return bus;
    }
}
