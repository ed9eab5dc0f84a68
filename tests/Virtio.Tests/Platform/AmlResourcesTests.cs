// What is read out of the ACPI code of a QEMU 7.2 microvm with pcie=on: one slot, the PCI host and its four links.
namespace Virtio.Tests.Platform;

using System;
using Drivers.Platform;
using Xunit;

public sealed class AmlResourcesTests
{
    private const string Slot =
        "82420456523233085F4849440D4C4E524F3030303500085F5549440A17085F43434101085F435253111A0A1786090001"
        + "002EB0FE0002000089060001012F00000079005B8240A65043493008";

    // The host's name, its links, then its _CBA and the beginning of its _CRS.
    private const string Host =
        "5F4849440D504E503041303800085F4349440D504E503041303382490447534930085F4849440D504E50304330460008"
        + "5F55494400085F505253110E0A0B8906000101100000007900085F435253110E0A0B890600010110000000790014065F"
        + "535253015B82490447534931085F4849440D504E503043304600085F55494401085F505253110E0A0B89060001011100"
        + "00007900085F435253110E0A0B890600010111000000790014065F535253015B824A0447534932085F4849440D504E50"
        + "3043304600085F5549440A02085F505253110E0A0B8906000101120000007900085F435253110E0A0B89060001011200"
        + "0000790014065F535253015B824A0447534933085F4849440D504E503043304600085F5549440A03085F505253110E0A"
        + "0B8906000101130000007900085F435253110E0A0B890600010113000000790014065F53525301140C5F43424100A40C"
        + "000000E0085F435253114E050A5A880D00020C0000000000FF0000000001871700000C0100000000000000C0FFFFFFDF"
        + "0000000000000020";

    [Fact]
    public void TheSlotsOfAMicrovm()
    {
        var slots = new MmioSlots(8);
        AmlResources.AddSlots(Convert.FromHexString(Slot + Host + Slot.Replace("002EB0FE", "002CB0FE")), slots);
        Assert.Equal(2, slots.Count);
        Assert.Equal((0xFEB02E00ul, 47), (slots[0].Address, slots[0].Line));
        Assert.Equal(0xFEB02C00ul, slots[1].Address);
    }

    [Fact]
    public void TheHostOfAMicrovm()
    {
        byte[] code = Convert.FromHexString(Slot + Host);
        Assert.True(AmlResources.TryFindConfiguration(code, out ulong configuration));
        Assert.Equal(0xE0000000ul, configuration);
        Assert.True(AmlResources.TryFindBridgeWindow(code, out ulong start, out ulong length));
        Assert.Equal((0xC0000000ul, 0x20000000ul), (start, length));
        int[] lines = new int[4];
        Assert.Equal(4, AmlResources.FindLinks(code, lines));
        Assert.Equal([16, 17, 18, 19], lines);
    }

    /// <summary>Cut anywhere, changed anywhere: no access out of range, and no more slots than there are names.</summary>
    [Fact]
    public void DamagedCodeIsHarmless()
    {
        byte[] code = Convert.FromHexString(Slot + Host + Slot);
        int[] lines = new int[4];
        for (int cut = 0; cut <= code.Length; cut++)
        {
            Read(code.AsSpan(0, cut), lines);
        }

        var random = new Random(9);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = (byte[])code.Clone();
            for (int change = 0; change < 4; change++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Read(damaged, lines);
        }
    }

    [Fact]
    public void AMachineWithoutThemHasNone()
    {
        byte[] code = new byte[4096];
        Assert.False(AmlResources.TryFindConfiguration(code, out _));
        Assert.False(AmlResources.TryFindBridgeWindow(code, out _, out _));
        Assert.Equal(0, AmlResources.FindLinks(code, new int[4]));
        Assert.Equal(0, Read(code, new int[4]));
    }

    private static int Read(ReadOnlySpan<byte> code, int[] lines)
    {
        var slots = new MmioSlots(8);
        AmlResources.AddSlots(code, slots);
        AmlResources.TryFindConfiguration(code, out _);
        AmlResources.TryFindBridgeWindow(code, out _, out _);
        AmlResources.FindLinks(code, lines);
        Assert.InRange(slots.Count, 0, 2);
        return slots.Count;
    }
}
