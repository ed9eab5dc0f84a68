// Finds the functions behind the host bridge and behind every bridge that the firmware has numbered; PciShares walks the result.
namespace Drivers.Pci;

public sealed class PciBus
{
    private const int DevicesPerBus = 32;
    private const int FunctionsPerDevice = 8;
    private const int BusCount = 256;
    private const ushort NoDevice = 0xFFFF;
    private const byte MultiFunction = 0x80;
    private const byte BridgeHeader = 1;

    private readonly ConfigSpace _space;
    private readonly PciDevice[] _devices;

    // Buses still to be scanned are those between the two counts; a bus is entered once.
    private readonly byte[] _buses = new byte[BusCount];
    private readonly bool[] _isKnown = new bool[BusCount];
    private int _busCount;

    /// <param name="space">Where to look.</param>
    /// <param name="capacity">Functions to remember; later ones are counted in <see cref="Missed"/>.</param>
    public PciBus(ConfigSpace space, int capacity)
    {
        _space = space;
        _devices = new PciDevice[capacity];
    }

    /// <summary>Functions found.</summary>
    public int Count { get; private set; }

    public int Missed { get; private set; }

    public PciDevice this[int index] => _devices[index];

    /// <summary>Scans once, at boot. A machine without PCI has no devices.</summary>
    public void Scan()
    {
        if (!_space.IsPresent)
        {
            return;
        }

        AddBus(0);
        for (int i = 0; i < _busCount; i++)
        {
            for (int device = 0; device < DevicesPerBus; device++)
            {
                ScanDevice(_buses[i], (byte)device);
            }
        }
    }

    private void ScanDevice(byte bus, byte device)
    {
        int functions = 1;
        for (int function = 0; function < functions; function++)
        {
            var address = new PciAddress(bus, device, (byte)function);
            uint identity = _space.Read32(address, ConfigSpace.VendorId);
            if ((ushort)identity != NoDevice)
            {
                byte header = _space.Read8(address, ConfigSpace.HeaderType);
                AddFunction(address, identity, header);
                functions = (header & MultiFunction) != 0 ? FunctionsPerDevice : functions;
            }
        }
    }

    private void AddFunction(PciAddress address, uint identity, byte header)
    {
        if ((header & ~MultiFunction) == BridgeHeader)
        {
            // 0 when nobody has numbered it.
            AddBus(_space.Read8(address, ConfigSpace.SecondaryBus));
        }
        else if (Count < _devices.Length)
        {
            _devices[Count++] = new PciDevice(_space, address, identity);
        }
        else
        {
            Missed++;
        }
    }

    private void AddBus(byte bus)
    {
        if (!_isKnown[bus])
        {
            _isKnown[bus] = true;
            _buses[_busCount++] = bus;
        }
    }
}
