// COM1's interrupt line: input has come. KernelMain allocates its vector and routes the line.
namespace Drivers.Serial;

using Kernel.Interrupts;

public sealed class SerialInterrupt(SerialConsole console) : InterruptHandler
{
    public override void Handle() => console.TakeInput();
}
