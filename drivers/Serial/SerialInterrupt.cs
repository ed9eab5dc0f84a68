// COM1's interrupt line: input has come. PcBoard allocates its vector and routes the line.
namespace Drivers.Serial;

using Kernel.Interrupts;

public sealed class SerialInterrupt(SerialConsole console) : InterruptHandler
{
    public override void Handle() => console.TakeInput();
}
