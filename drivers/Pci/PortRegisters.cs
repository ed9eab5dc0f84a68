// Device registers in I/O space; PciShares makes one of BAR0 of a legacy virtio device.
namespace Drivers.Pci;

using Kernel.Arch.X64;
using Kernel.Diagnostics;

public sealed class PortRegisters(ushort first, ulong length) : Registers
{
    public override ulong Length => length;

    public override byte Read8(ulong offset) => Port.In8(At(offset, 1));

    public override ushort Read16(ulong offset) => Port.In16(At(offset, 2));

    public override uint Read32(ulong offset) => Port.In32(At(offset, 4));

    public override void Write8(ulong offset, byte value) => Port.Out8(At(offset, 1), value);

    public override void Write16(ulong offset, ushort value) => Port.Out16(At(offset, 2), value);

    public override void Write32(ulong offset, uint value) => Port.Out32(At(offset, 4), value);

    private ushort At(ulong offset, ulong width)
    {
        if (!Contains(offset, width))
        {
            Panic.Stop("pci: a port outside its block"u8);
        }

        return (ushort)(first + offset);
    }
}
