// Interrupt lines through the two 8259s, for those that no I/O APIC has. Machine gives it to InterruptLines.
namespace Kernel.Interrupts;

using Kernel.Abi;

public sealed class LegacyPicLines(InterruptTable table) : LineController
{
    public override Errno Route(int number, InterruptHandler handler)
    {
        Errno error = LegacyPic.Route(number);
        if (error == Errno.None)
        {
            table.SetLegacy(number, handler);
        }

        return error;
    }

    public override void Mask(int number) => LegacyPic.Mask(number);
}
