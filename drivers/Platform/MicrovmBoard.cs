// Where QEMU's microvm has its virtio-mmio slots when neither the command line nor ACPI says so. Hardware asks last, and only on a machine that
// has no PCI ports: a PC may have other devices at these addresses.
namespace Drivers.Platform;

using Kernel.Interrupts;

public static class MicrovmBoard
{
    private const ulong FirstSlot = 0xFEB00000;

    // Without ACPI the lines are those of an ISA bus; with it they come after them, or are the second controller's.
    private const int LineWithoutAcpi = 5, LineAfterIsa = 16, LineOfSecondController = 24;
    private const int FewSlots = 8, ManySlots = 24;

    public static void AddSlots(MmioSlots slots, bool hasAcpi)
    {
        bool hasMany = hasAcpi && IoApic.HasSecond;
        int line = hasMany ? LineOfSecondController : hasAcpi ? LineAfterIsa : LineWithoutAcpi;
        for (int i = 0; i < (hasMany ? ManySlots : FewSlots); i++)
        {
            slots.Add(FirstSlot + ((ulong)i * Virtio.VirtioMmio.SlotLength), line + i);
        }
    }
}
