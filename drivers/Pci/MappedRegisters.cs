// Device registers in the kernel's uncached windows; PciShares and MmioShares make them for the devices they find.
namespace Drivers.Pci;

using System.Threading;
using Kernel.Diagnostics;
using Kernel.Memory;

public sealed unsafe class MappedRegisters : Registers
{
    private readonly byte* _start;

    /// <param name="address">Guest-physical.</param>
    /// <param name="length">Bytes, at least 1.</param>
    public MappedRegisters(ulong address, ulong length)
    {
        _start = (byte*)DeviceMemory.Map(new PhysicalAddress(address), length);
        Length = length;
    }

    public override ulong Length { get; }

    public override byte Read8(ulong offset) => Volatile.Read(ref *At(offset, 1));

    public override ushort Read16(ulong offset) => Volatile.Read(ref *(ushort*)At(offset, 2));

    public override uint Read32(ulong offset) => Volatile.Read(ref *(uint*)At(offset, 4));

    public override void Write8(ulong offset, byte value) => Volatile.Write(ref *At(offset, 1), value);

    public override void Write16(ulong offset, ushort value) => Volatile.Write(ref *(ushort*)At(offset, 2), value);

    public override void Write32(ulong offset, uint value) => Volatile.Write(ref *(uint*)At(offset, 4), value);

    private byte* At(ulong offset, ulong width)
    {
        if (!Contains(offset, width))
        {
            Panic.Stop("pci: a register outside its block"u8);
        }

        return _start + offset;
    }
}
