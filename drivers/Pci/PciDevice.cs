// One function of a PCI device: identity, BARs, the command register. PciBus finds it, VirtioPci and MsiX drive it.
namespace Drivers.Pci;

public sealed class PciDevice
{
    /// <summary>BARs of a type 0 header.</summary>
    public const int BarCount = 6;

    private const ushort IoEnable = 1, MemoryEnable = 2, BusMaster = 4, InterruptDisable = 1 << 10;

    private readonly ConfigSpace _space;

    public PciDevice(ConfigSpace space, PciAddress address)
    {
        _space = space;
        Address = address;
        uint identity = space.Read32(address, ConfigSpace.VendorId);
        Vendor = (ushort)identity;
        Device = (ushort)(identity >> 16);
        Revision = space.Read8(address, ConfigSpace.Revision);
        Subsystem = space.Read16(address, ConfigSpace.SubsystemId);
    }

    public PciAddress Address { get; }

    public ushort Vendor { get; }

    public ushort Device { get; }

    public byte Revision { get; }

    public ushort Subsystem { get; }

    public CapabilityList Capabilities => new(_space, Address);

    public byte Read8(int offset) => _space.Read8(Address, offset);

    public ushort Read16(int offset) => _space.Read16(Address, offset);

    public uint Read32(int offset) => _space.Read32(Address, offset);

    public void Write16(int offset, ushort value) => _space.Write16(Address, offset, value);

    /// <summary>
    /// Reads and sizes a BAR; the device does not decode addresses meanwhile (PCI Local Bus 3.0 §6.2.5.1).
    /// </summary>
    /// <param name="index">0 to 5; anything else gives <see cref="BarKind.None"/>.</param>
    public Bar ReadBar(int index)
    {
        if (index < 0 || index >= BarCount)
        {
            return default;
        }

        ushort command = Read16(ConfigSpace.Command);
        Write16(ConfigSpace.Command, (ushort)(command & ~(IoEnable | MemoryEnable)));
        int offset = ConfigSpace.FirstBar + (4 * index);
        uint low = Read32(offset);
        uint lowMask = Size(offset, low);
        bool isWide = Bar.Is64(low) && index + 1 < BarCount;
        uint high = isWide ? Read32(offset + 4) : 0;
        uint highMask = isWide ? Size(offset + 4, high) : 0;
        Write16(ConfigSpace.Command, command);
        return Bar.Decode(low, high, lowMask, highMask);
    }

    /// <summary>Lets the device answer at its BARs and reach memory; legacy interrupts stay off, they are not used.</summary>
    public void Enable()
        => Write16(ConfigSpace.Command, (ushort)(Read16(ConfigSpace.Command) | MemoryEnable | BusMaster | InterruptDisable));

    /// <summary>Takes the device's access to memory away: after this it can neither read nor write any, whatever state it is in.</summary>
    public void DisableBusMaster()
        => Write16(ConfigSpace.Command, (ushort)(Read16(ConfigSpace.Command) & ~BusMaster));

    private uint Size(int offset, uint original)
    {
        _space.Write32(Address, offset, uint.MaxValue);
        uint mask = _space.Read32(Address, offset);
        _space.Write32(Address, offset, original);
        return mask;
    }
}
