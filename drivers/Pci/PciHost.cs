// A PCI host bridge: how its configuration space is reached, and what a firmware that leaves its devices as they were did not do.
// Hardware describes it, PciShares looks behind it.
namespace Drivers.Pci;

public sealed class PciHost
{
    private const int Pins = 4;
    private const ulong PageBytes = 4096;

    private readonly int[] _links = new int[Pins];
    private bool _hasLinks;
    private ulong _next;
    private ulong _end;

    public PciHost(ConfigSpace space)
    {
        Space = space;
    }

    public ConfigSpace Space { get; }

    /// <summary>The memory that BARs without an address are placed in; without it they stay so.</summary>
    public void SetWindow(ulong start, ulong length)
    {
        _next = start;
        _end = start + length;
    }

    /// <summary>
    /// The lines that INTA of device 0 and its three followers go to; those of later devices are the same, rotated (PCI-to-PCI Bridge 1.2
    /// §9.1). Without them the firmware's word counts.
    /// </summary>
    public void SetLinks(int first, int second, int third, int fourth)
    {
        _links[0] = first;
        _links[1] = second;
        _links[2] = third;
        _links[3] = fourth;
        _hasLinks = true;
    }

    /// <summary>Global number of the line that the function's INTx goes to, -1 for none.</summary>
    public int LineOf(PciDevice device)
    {
        int pin = device.Pin;
        return !_hasLinks ? device.Line
            : pin is < 1 or > Pins || device.Address.Bus != 0 ? -1
            : _links[(device.Address.Device + pin - 1) % Pins];
    }

    /// <summary>Gives every memory BAR that has none an address. Before the device is enabled.</summary>
    public void Place(PciDevice device)
    {
        for (int i = 0; _end != 0 && i < PciDevice.BarCount; i++)
        {
            Bar bar = device.ReadBar(i);
            if (bar.Kind != BarKind.Memory || bar.Address != 0 || bar.Length == 0)
            {
                continue;
            }

            // A page each at least: what is mapped for one device must not reach into another.
            ulong length = bar.Length < PageBytes ? PageBytes : bar.Length;
            ulong address = (_next + length - 1) & ~(length - 1);
            if (address >= _next && address + length <= _end && address + length > address)
            {
                device.PlaceBar(i, address);
                _next = address + length;
            }
        }
    }
}
