// The MSI-X table: decoded from the capability, written entry by entry, read back.
namespace Virtio.Tests.Pci;

using Drivers.Pci;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class MsiXTests
{
    private const int Capability = 0x98;

    private readonly FakeFunction _function;
    private readonly PciDevice _device;

    public MsiXTests()
    {
        var space = new FakeConfigSpace();
        _function = space.Add(0, 0);
        _function.Set8(ConfigSpace.CapabilityPointer, Capability);
        _function.AddCapability(Capability, 0x11, 0);
        _function.Set16(Capability + 2, 1);
        _function.Set32(Capability + 4, 0x2001);
        _device = new PciDevice(space, new PciAddress(0, 0, 0), 0x1049_1AF4);
    }

    [Fact]
    public void TheCapabilitySaysWhereTheTableIs()
    {
        MsiX msiX = MsiX.Find(_device)!;
        Assert.Equal((2, 1, 0x2000u, 32ul), (msiX.Count, msiX.TableBar, msiX.TableOffset, msiX.TableLength));
    }

    [Fact]
    public void EnabledVectorsAreMaskedUntilTheyAreSet()
    {
        MsiX msiX = MsiX.Find(_device)!;
        var table = new FakeRegisters(32);
        Assert.True(msiX.TryEnable(table));
        Assert.Equal(0x8000u, (_function.Read32(Capability) >> 16) & 0xC000);
        Assert.Equal((1, 1), (table.Bytes[12], table.Bytes[28]));

        Assert.True(msiX.TrySet(1, 0xFEE0_1000, 0x41));
        Assert.Equal((0xFEE0_1000u, 0u, 0x41u, 0u), (table.Read32(16), table.Read32(20), table.Read32(24), table.Read32(28)));
        Assert.Equal(1, table.Bytes[12]);
    }

    [Fact]
    public void Q15_AStormOfOneVectorIsMaskedAlone()
    {
        MsiX msiX = MsiX.Find(_device)!;
        var table = new FakeRegisters(32);
        Assert.True(msiX.TryEnable(table));
        Assert.True(msiX.TrySet(0, 0xFEE0_0000, 0x40));
        Assert.True(msiX.TrySet(1, 0xFEE0_0000, 0x41));
        msiX.Mask(1);
        msiX.Mask(2);
        Assert.Equal((0, 1), (table.Bytes[12], table.Bytes[28]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void VectorsBeyondTheTableAreRefused(int vector)
    {
        MsiX msiX = MsiX.Find(_device)!;
        msiX.TryEnable(new FakeRegisters(32));
        Assert.False(msiX.TrySet(vector, 0xFEE0_0000, 0x40));
    }

    [Fact]
    public void AControlWordThatIsNotKeptIsNoticed()
    {
        _function.FrozenOffset = Capability + 2;
        Assert.False(MsiX.Find(_device)!.TryEnable(new FakeRegisters(32)));
    }

    [Fact]
    public void ATableThatIsNotKeptIsNoticed()
    {
        MsiX msiX = MsiX.Find(_device)!;
        msiX.TryEnable(new DeafRegisters());
        Assert.False(msiX.TrySet(0, 0xFEE0_0000, 0x40));
    }

    [Fact]
    public void Q9_ACapabilityThatRunsOutOfTheSpaceIsNone()
    {
        _function.Set8(ConfigSpace.CapabilityPointer, 0xFC);
        _function.AddCapability(0xFC, 0x11, 0);
        Assert.Null(MsiX.Find(_device));
    }

    [Fact]
    public void WithoutTheCapabilityThereIsNone()
    {
        _function.Set8(Capability, 0x05);
        Assert.Null(MsiX.Find(_device));
    }

    private sealed class DeafRegisters() : FakeRegisters(32)
    {
        public override void Write32(ulong offset, uint value)
        {
        }
    }
}
