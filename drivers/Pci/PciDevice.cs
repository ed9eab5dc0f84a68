// One function of a PCI device: identity, BARs, the command register. PciBus finds it, VirtioPci and MsiX drive it.
namespace Drivers.Pci;

public sealed class PciDevice
{
    /// <summary>BARs of a type 0 header.</summary>
    public const int BarCount = 6;

    private const ushort IoEnable = 1, MemoryEnable = 2, BusMaster = 4, InterruptDisable = 1 << 10;

    private readonly ConfigSpace _space;
    private readonly Bar[] _bars = new Bar[BarCount];
    private bool _isDeaf;

    /// <param name="identity">The first four bytes of its header, vendor and device.</param>
    public PciDevice(ConfigSpace space, PciAddress address, uint identity)
    {
        _space = space;
        Address = address;
        Vendor = (ushort)identity;
        Device = (ushort)(identity >> 16);
    }

    public PciAddress Address { get; }

    public ushort Vendor { get; }

    public ushort Device { get; }

    /// <summary>False once the function has been unplugged: then its header reads as all ones (PCI Local Bus 3.0 §6.1).</summary>
    public bool IsPresent => Read16(ConfigSpace.VendorId) == Vendor;

    /// <summary>
    /// Global number of the interrupt line that the firmware chose for its INTx (PCI Local Bus 3.0 §6.2.4), -1 for none. On pc and
    /// q35 that is one of the sixteen that the 8259s and the first I/O APIC have in common.
    /// </summary>
    public int Line
    {
        get
        {
            byte line = _space.Read8(Address, ConfigSpace.InterruptLine);
            return Pin == 0 || line is 0 or 0xFF ? -1 : line;
        }
    }

    /// <summary>Which of INTA to INTD it uses, 1 to 4; 0 for none.</summary>
    public int Pin => _space.Read8(Address, ConfigSpace.InterruptPin);

    public CapabilityList Capabilities => new(_space, Address);

    public ushort Read16(int offset) => _space.Read16(Address, offset);

    public uint Read32(int offset) => _space.Read32(Address, offset);

    public void Write16(int offset, ushort value) => _space.Write16(Address, offset, value);

    /// <summary>Where registers are. Before <see cref="Enable"/>; a BAR without an address makes the device deaf until then.</summary>
    /// <param name="index">0 to 5; anything else, and the upper half of a pair, gives <see cref="BarKind.None"/>.</param>
    public Bar ReadBar(int index)
    {
        if (index < 0 || index >= BarCount)
        {
            return default;
        }

        if (_bars[index].Kind == BarKind.None)
        {
            _bars[index] = FindBar(index);
        }

        return _bars[index];
    }

    /// <summary>Gives a memory BAR an address, a multiple of its length. Before <see cref="Enable"/>.</summary>
    public void PlaceBar(int index, ulong address)
    {
        int offset = ConfigSpace.FirstBar + (4 * index);
        bool isWide = Bar.Is64(Read32(offset));
        _space.Write32(Address, offset, (uint)address);
        if (isWide)
        {
            _space.Write32(Address, offset + 4, (uint)(address >> 32));
        }

        _bars[index] = default;
    }

    /// <summary>Lets the device answer at its BARs and reach memory; its interrupt line stays off until <see cref="EnableLine"/>.</summary>
    public void Enable()
    {
        _isDeaf = false;
        ushort command = Read16(ConfigSpace.Command);
        Write16(ConfigSpace.Command, (ushort)(command | IoEnable | MemoryEnable | BusMaster | InterruptDisable));
    }

    /// <summary>Lets the device interrupt by INTx.</summary>
    public void EnableLine()
        => Write16(ConfigSpace.Command, (ushort)(Read16(ConfigSpace.Command) & ~InterruptDisable));

    /// <summary>Takes the device's access to memory away: after this it can neither read nor write any, whatever state it is in.</summary>
    public void DisableBusMaster()
        => Write16(ConfigSpace.Command, (ushort)(Read16(ConfigSpace.Command) & ~BusMaster));

    private Bar FindBar(int index)
    {
        for (int i = 0; i < BarCount; i++)
        {
            int offset = ConfigSpace.FirstBar + (4 * i);
            uint low = Read32(offset);
            bool isWide = Bar.Is64(low) && i + 1 < BarCount;
            if (i == index)
            {
                uint high = isWide ? Read32(offset + 4) : 0;
                Bar placed = Bar.Placed(low, high);
                return IsAnswering(placed) ? placed : SizeBar(offset, low, high, isWide);
            }

            i += isWide ? 1 : 0;
        }

        return default;
    }

    /// <summary>Whether the firmware has not only placed it, but let the device answer there too.</summary>
    private bool IsAnswering(Bar bar) =>
        bar.Address != 0 && (Read16(ConfigSpace.Command) & (bar.Kind == BarKind.Io ? IoEnable : MemoryEnable)) != 0;

    private Bar SizeBar(int offset, uint low, uint high, bool isWide)
    {
        if (!_isDeaf)
        {
            // Sizing writes all ones, and the device must not decode that as an address (PCI Local Bus 3.0 §6.2.5.1). Turning
            // decoding off or on costs QEMU a new memory map, 0.2 ms each time: it stays off until Enable, and is left alone
            // where the firmware has placed all that is asked for.
            _isDeaf = true;
            Write16(ConfigSpace.Command, (ushort)(Read16(ConfigSpace.Command) & ~(IoEnable | MemoryEnable)));
        }

        return Bar.Decode(low, high, Size(offset, low), isWide ? Size(offset + 4, high) : 0);
    }

    private uint Size(int offset, uint original)
    {
        _space.Write32(Address, offset, uint.MaxValue);
        uint mask = _space.Read32(Address, offset);
        _space.Write32(Address, offset, original);
        return mask;
    }
}
