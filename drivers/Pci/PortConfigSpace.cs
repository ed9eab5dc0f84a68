// Configuration access mechanism #1 (PCI Local Bus 3.0 §3.2.2.3.2): an address port and a data port. Made by Hardware.
namespace Drivers.Pci;

using Kernel.Arch.X64;

public sealed class PortConfigSpace : ConfigSpace
{
    private const ushort AddressPort = 0xCF8;
    private const ushort DataPort = 0xCFC;
    private const uint Enable = 1u << 31;

    public PortConfigSpace()
    {
        // A machine without PCI (QEMU's microvm) has nothing at the port, which then does not keep what is written.
        Port.Out32(AddressPort, Enable);
        IsPresent = Port.In32(AddressPort) == Enable;
    }

    public override bool IsPresent { get; }

    public override uint Read32(PciAddress address, int offset)
    {
        Select(address, offset);
        return Port.In32(DataPort);
    }

    public override void Write32(PciAddress address, int offset, uint value)
    {
        Select(address, offset);
        Port.Out32(DataPort, value);
    }

    public override void Write16(PciAddress address, int offset, ushort value)
    {
        Select(address, offset);
        Port.Out16((ushort)(DataPort + (offset & 2)), value);
    }

    private static void Select(PciAddress address, int offset)
        => Port.Out32(
            AddressPort,
            Enable | ((uint)address.Bus << 16) | ((uint)address.Device << 11) | ((uint)address.Function << 8) | (uint)(offset & 0xFC));
}
