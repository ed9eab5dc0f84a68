// Finds the virtio-9p devices on PCI, modern, transitional and legacy, and maps their registers. DriverCatalog runs it at boot.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Interrupts;

internal sealed class PciShares(DriverCatalog catalog, InterruptTable interrupts, InterruptLines lines)
{
    // PCI identities (virtio 1.2 §4.1.2): transitional devices are 0x1000 on with the type as subsystem, modern ones 0x1040 + type.
    private const ushort VirtioVendor = 0x1AF4, Transitional9P = 0x1009, Modern9P = 0x1049;

    private const int MostFunctions = 256;

    // More of a register block than any device here has; a block of gigabytes would cost page tables.
    private const ulong LargestBlock = 64 << 10;

    public void Probe(PciHost host)
    {
        var bus = new PciBus(host.Space, MostFunctions);
        bus.Scan();
        Log.Write(LogLevel.Debug, "pci: functions "u8, (ulong)bus.Count);
        if (bus.Missed != 0)
        {
            Log.Write(LogLevel.Warning, "pci: functions without room in the table "u8, (ulong)bus.Missed);
        }

        for (int i = 0; i < bus.Count; i++)
        {
            PciDevice device = bus[i];
            if (device.Vendor == VirtioVendor && device.Device is Transitional9P or Modern9P)
            {
                Add(host, device);
            }
        }
    }

    private void Add(PciHost host, PciDevice device)
    {
        TextBuilder place = new(stackalloc byte[16]);
        device.Address.AppendTo(ref place);

        // Everything is sized first, while the device is deaf.
        host.Place(device);
        VirtioWindows windows = VirtioWindows.Find(device);
        MsiX? msiX = MsiX.Find(device);
        Bar tableBar = msiX is null ? default : device.ReadBar(msiX.TableBar);
        Bar ports = device.Device == Transitional9P ? device.ReadBar(0) : default;
        NegotiatedDevice? virtio = null;
        if (windows.Refusal == VirtioRefusal.None)
        {
            device.Enable();
            virtio = new VirtioPci(
                device,
                Map(windows.Common),
                Map(windows.Configuration),
                Map(windows.InterruptStatus),
                Map(windows.Notify),
                windows.NotifyMultiplier);
        }
        else if (ports.Kind == BarKind.Io && ports.Address != 0 && ports.Length >= VirtioPciLegacy.Length)
        {
            device.Enable();
            virtio = new VirtioPciLegacy(device, msiX, new PortRegisters((ushort)ports.Address, ports.Length));
        }

        if (virtio is null)
        {
            DriverCatalog.Report(place.Text, VirtioRefusals.Text(windows.Refusal));
            return;
        }

        catalog.Add(place.Text, virtio, new ShareInterrupts(interrupts, lines, host.LineOf(device), device, msiX, MapTable(msiX, tableBar)));
    }

    private static MappedRegisters Map(VirtioWindow window) => new(window.Address, Math.Min(window.Length, LargestBlock));

    private static MappedRegisters? MapTable(MsiX? msiX, Bar bar)
    {
        bool isUsable = msiX is not null
            && bar.Kind == BarKind.Memory && bar.Address != 0 && msiX.TableOffset + msiX.TableLength <= bar.Length;
        return isUsable ? new MappedRegisters(bar.Address + msiX!.TableOffset, msiX.TableLength) : null;
    }
}
