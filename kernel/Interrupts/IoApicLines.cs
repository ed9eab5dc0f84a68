// Interrupt lines through the I/O APIC, each with a vector of its own. Machine gives it to InterruptLines.
namespace Kernel.Interrupts;

using Kernel.Abi;

public sealed class IoApicLines(InterruptTable table) : LineController
{
    public override Errno Route(int number, InterruptHandler handler)
    {
        // Asked first: a vector is for good.
        if (number >= IoApic.LineCount)
        {
            return Errno.ENODEV;
        }

        Result<byte> vector = table.Allocate(handler);
        return vector.IsError ? vector.Error : IoApic.Route(number, vector.Value, InterruptTrigger.Level);
    }

    public override void Mask(int number) => IoApic.Mask(number);
}
