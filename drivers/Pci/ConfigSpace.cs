// PCI configuration space, whatever the way to reach it: ports in the kernel (PortConfigSpace), arrays in the tests.
namespace Drivers.Pci;

/// <summary>256 bytes a function. A function that is not there reads as all ones.</summary>
public abstract class ConfigSpace
{
    /// <summary>
    /// Offsets of the fields that every header has, and of those of types 0 and 1 (PCI Local Bus 3.0 §6.1, PCI-to-PCI Bridge 1.2 §3.2).
    /// </summary>
    public const int VendorId = 0x00,
        DeviceId = 0x02,
        Command = 0x04,
        Status = 0x06,
        HeaderType = 0x0E,
        FirstBar = 0x10,
        SecondaryBus = 0x19,
        CapabilityPointer = 0x34,
        InterruptLine = 0x3C,
        InterruptPin = 0x3D;

    /// <summary>Bytes of a function.</summary>
    public const int Length = 256;

    /// <summary>False when the machine has no PCI: then nothing else may be called.</summary>
    public abstract bool IsPresent { get; }

    /// <param name="address">The function.</param>
    /// <param name="offset">A multiple of 4 below 256.</param>
    public abstract uint Read32(PciAddress address, int offset);

    public abstract void Write32(PciAddress address, int offset, uint value);

    /// <summary>
    /// Writes two bytes and leaves their neighbours alone: half of a command and status word clears bits where it is written with ones.
    /// </summary>
    public abstract void Write16(PciAddress address, int offset, ushort value);

    public ushort Read16(PciAddress address, int offset) => (ushort)(Read32(address, offset & ~3) >> ((offset & 2) * 8));

    public byte Read8(PciAddress address, int offset) => (byte)(Read32(address, offset & ~3) >> ((offset & 3) * 8));
}
