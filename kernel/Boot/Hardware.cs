// What the command line, ACPI and the machine itself tell of buses and slots, for the drivers to look at. PcBoard makes it.
namespace Kernel.Boot;

using System;
using System.Buffers.Binary;
using Drivers;
using Drivers.Pci;
using Drivers.Platform;
using Kernel.Interrupts;
using Kernel.Process;

public sealed class Hardware
{
    // QEMU has up to 24, and names the ones with a device in them.
    private const int SlotCapacity = 64;

    // MCFG (PCI Firmware 3.3 §4.1.2): after header and 8 reserved bytes entries of address 8, segment 2, first bus.
    private const int FirstBridge = 44, BridgeLength = 16, BridgeSegment = 8, BridgeFirstBus = 10;

    private readonly InterruptChoice _choice;
    private readonly MmioSlots _slots = new(SlotCapacity);
    private readonly PciHost? _host;

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

        var ports = new PortConfigSpace();
        if (ports.IsPresent)
        {
            // The firmware of a PC has placed and wired everything; its ACPI tables have nothing to add.
            _host = new PciHost(ports);
            return;
        }

        var tables = new AcpiTables(boot.Rsdp);
        ReadOnlySpan<byte> code = tables.FindCode();
        AmlResources.AddSlots(code, _slots);
        _host = FindHost(tables.Find(AcpiTables.MemoryConfiguration), code);
        MicrovmBoard.AddSlots(_slots, hasAcpi: boot.Rsdp != 0);
    }

    public void Probe(DriverCatalog drivers, Machine machine)
    {
        machine.Lines.Choice = _choice;
        drivers.Probe(_host, _slots, machine.Interrupts, machine.Lines);
    }

    private static PciHost? FindHost(ReadOnlySpan<byte> configuration, ReadOnlySpan<byte> code)
    {
        // microvm has no MCFG, but tells the address in the bridge's _CBA.
        if (!TryReadConfiguration(configuration, out ulong address) && !AmlResources.TryFindConfiguration(code, out address))
        {
            return null;
        }

        var host = new PciHost(new MemoryConfigSpace(address));
        if (AmlResources.TryFindBridgeWindow(code, out ulong start, out ulong length))
        {
            host.SetWindow(start, length);
        }

        Span<int> links = stackalloc int[4];
        if (AmlResources.FindLinks(code, links) == links.Length)
        {
            host.SetLinks(links[0], links[1], links[2], links[3]);
        }

        return host;
    }

    private static bool TryReadConfiguration(ReadOnlySpan<byte> table, out ulong address)
    {
        address = 0;
        if (table.Length < FirstBridge + BridgeLength)
        {
            return false;
        }

        ReadOnlySpan<byte> bridge = table.Slice(FirstBridge);
        address = BinaryPrimitives.ReadUInt64LittleEndian(bridge);
        return BinaryPrimitives.ReadUInt16LittleEndian(bridge.Slice(BridgeSegment)) == 0 && bridge[BridgeFirstBus] == 0 && address != 0;
    }
}
