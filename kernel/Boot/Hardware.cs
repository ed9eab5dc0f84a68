// What the loader, the command line and the machine itself tell of buses and slots, for the drivers to look at. KernelMain makes it.
namespace Kernel.Boot;

using Drivers;
using Drivers.Pci;
using Drivers.Platform;
using Kernel.Interrupts;
using Kernel.Process;

public sealed class Hardware
{
    // QEMU has up to 24, and names the ones with a device in them.
    private const int SlotCapacity = 64;

    private readonly ConfigSpace _space = new PortConfigSpace();
    private readonly InterruptChoice _choice;
    private readonly MmioSlots _slots = new(SlotCapacity);

    /// <param name="options">Its virtio_mmio.device= are believed first.</param>
    public Hardware(BootInformation boot, CommandLine options)
    {
        _choice = options.Interrupts;
        for (int i = 0; i < options.Devices.Count; i++)
        {
            if (!MmioOption.TryParse(options.Devices[i], out MmioSlot slot))
            {
                BootFailure.Stop(BootFailure.Status, options.Devices[i], "virtio_mmio.device= is size@address:interrupt"u8);
            }

            _slots.Add(slot.Address, slot.Line);
        }

        // A PC with a PCI bus may have a device's registers where microvm has its slots.
        if (!_space.IsPresent)
        {
            MicrovmSlots.AddTo(_slots, hasAcpi: boot.Rsdp != 0);
        }
    }

    public void Probe(DriverCatalog drivers, Machine machine)
    {
        machine.Lines.Choice = _choice;
        drivers.Probe(_space, _slots, machine.Interrupts, machine.Lines);
    }
}
