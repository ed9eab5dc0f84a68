// The serial ports as the app's standard streams: COM1 is stdin and stdout, COM2 stderr. KernelMain makes them, devfs shows them.
namespace Kernel.Boot;

using Drivers.Serial;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Interrupts;
using Vfs.Device;

public sealed class Consoles
{
    /// <param name="isInputEscaped">stdin=escaped: the input carries its end, see <see cref="EscapedInput"/>.</param>
    public Consoles(Machine machine, bool isInputEscaped)
    {
        var first = new Uart16550(new PortUart(PortUart.Com1));
        var second = new Uart16550(new PortUart(PortUart.Com2));
        first.Probe();
        SerialConsole console = new(first, machine.Queues.Create(), isInputEscaped);
        Standard = console;
        Errors = second.Probe() ? new SerialOutput(second) : new SerialOutput(first);
        if (first.IsPresent)
        {
            ListenTo(console, machine.Interrupts);
        }
    }

    /// <summary>Standard input and output.</summary>
    public CharacterDevice Standard { get; }

    /// <summary>Standard error; the same port as <see cref="Standard"/> where there is only one.</summary>
    public CharacterDevice Errors { get; }

    private static void ListenTo(SerialConsole console, InterruptTable interrupts)
    {
        Result<byte> vector = interrupts.Allocate(new SerialInterrupt(console));
        Errno error = vector.IsError ? vector.Error : IoApic.Route(PortUart.Com1Irq, vector.Value);
        if (error != Errno.None)
        {
            Log.Write(LogLevel.Warning, "serial: no interrupt for COM1, input is seen only while somebody reads"u8);
            return;
        }

        console.EnableInterrupt();
    }
}
