// Finds the virtio-9p devices among the virtio-mmio slots that are known. DriverCatalog runs it at boot.
namespace Drivers.Virtio;

using Drivers.Pci;
using Drivers.Platform;
using Kernel.Abi;
using Kernel.Interrupts;

internal sealed class MmioShares(DriverCatalog catalog, InterruptTable interrupts, InterruptLines lines)
{
    public void Probe(MmioSlots slots)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            Look(slots[i]);
        }
    }

    private void Look(MmioSlot slot)
    {
        TextBuilder place = new(stackalloc byte[32]);
        place.Append("mmio "u8);
        place.AppendHex(slot.Address, 8);
        VirtioMmio? device = VirtioMmio.Find(new MappedRegisters(slot.Address, VirtioMmio.SlotLength), out VirtioRefusal refusal);
        if (device is not null)
        {
            catalog.Add(place.Text, device, new ShareInterrupts(interrupts, lines, slot.Line));
        }
        else if (refusal != VirtioRefusal.None)
        {
            DriverCatalog.Report(place.Text, VirtioRefusals.Text(refusal));
        }
    }
}
