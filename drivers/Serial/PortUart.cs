// A 16550 at the I/O ports of COM1 or COM2; PcBoard makes one for each.
namespace Drivers.Serial;

using Kernel.Arch.X64;

public sealed class PortUart(ushort first) : UartPort
{
    public const ushort Com1 = 0x3F8, Com2 = 0x2F8;

    /// <summary>The ISA interrupt line of COM1.</summary>
    public const int Com1Irq = 4;

    public override byte Read(int register) => Port.In8((ushort)(first + register));

    public override void Write(int register, byte value) => Port.Out8((ushort)(first + register), value);
}
