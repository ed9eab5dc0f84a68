// Where QEMU's microvm has its virtio-mmio slots when neither the command line nor ACPI says so. KernelMain adds them last.
namespace Drivers.Platform;

using Kernel.Interrupts;

public static class MicrovmSlots
{
    private const ulong First = 0xFEB00000;

    // Without ACPI the lines are those of an ISA bus; with it they come after them, or are the second controller's.
    private const int LineWithoutAcpi = 5, LineAfterIsa = 16, LineOfSecondController = 24;
    private const int FewSlots = 8, ManySlots = 24;

    /// <summary>Only for a machine that is known to have nothing else there.</summary>
    public static void AddTo(MmioSlots slots, bool hasAcpi)
    {
        bool hasMany = hasAcpi && IoApic.HasSecond;
        int line = hasMany ? LineOfSecondController : hasAcpi ? LineAfterIsa : LineWithoutAcpi;
        for (int i = 0; i < (hasMany ? ManySlots : FewSlots); i++)
        {
            slots.Add(First + ((ulong)i * Virtio.VirtioMmio.SlotLength), line + i);
        }
    }
}
