// PCI Express's configuration space in memory (PCI Express 5.0 §7.2.2): 4 KiB a function. Hardware makes it where there are no ports for it.
namespace Drivers.Pci;

using System.Threading;
using Kernel.Memory;

public sealed unsafe class MemoryConfigSpace : ConfigSpace
{
    private const int BusShift = 20, DeviceShift = 15, FunctionShift = 12;
    private const int BusCount = 256;

    private readonly ulong _address;

    // Mapped when first looked at: a whole segment is 256 MiB, and its page tables half a megabyte.
    private readonly ulong[] _buses = new ulong[BusCount];

    /// <param name="address">Guest-physical address of bus 0.</param>
    public MemoryConfigSpace(ulong address)
    {
        _address = address;
    }

    public override bool IsPresent => true;

    public override uint Read32(PciAddress address, int offset) => Volatile.Read(ref *(uint*)At(address, offset));

    public override void Write32(PciAddress address, int offset, uint value) => Volatile.Write(ref *(uint*)At(address, offset), value);

    public override void Write16(PciAddress address, int offset, ushort value) => Volatile.Write(ref *(ushort*)At(address, offset), value);

    private byte* At(PciAddress address, int offset)
    {
        if (_buses[address.Bus] == 0)
        {
            var bus = new PhysicalAddress(_address + ((ulong)address.Bus << BusShift));
            _buses[address.Bus] = (ulong)DeviceMemory.Map(bus, 1ul << BusShift);
        }

        return (byte*)_buses[address.Bus] + (address.Device << DeviceShift) + (address.Function << FunctionShift) + offset;
    }
}
