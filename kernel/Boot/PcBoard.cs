// A PC as QEMU's pc, q35 and microvm machines are one. Board finds it where nothing else is announced.
namespace Kernel.Boot;

using Drivers;
using Drivers.Serial;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Interrupts;
using Kernel.Process;
using Kernel.Time;

public sealed class PcBoard : Board
{
    public override HostLink Link { get; } = new PcLink();

    public override void StartClock(ulong entryTimestamp) => Clock.BeginCalibration(entryTimestamp);

    public override void OpenInterrupts(InterruptTable interrupts)
    {
        LegacyPic.Disable();
        Lapic.Open();
        IoApic.Open();
    }

    public override OneShotTimer MakeTimer(InterruptTable interrupts) => new LapicTimer(interrupts);

    /// <summary>COM1 is stdin and stdout, COM2 stderr; where there is only one it is all three.</summary>
    public override Consoles OpenConsoles(Machine machine, CommandLine options)
    {
        var first = new Uart16550(new PortUart(PortUart.Com1));
        var second = new Uart16550(new PortUart(PortUart.Com2));
        first.Probe();
        SerialConsole console = new(first, machine.Queues.Create(), options.IsInputEscaped);
        SerialOutput errors = second.Probe() ? new SerialOutput(second) : new SerialOutput(first);
        if (first.IsPresent)
        {
            ListenTo(console, machine.Interrupts);
        }

        return new Consoles(console, errors);
    }

    public override void Probe(BootInformation boot, CommandLine options, Machine machine, DriverCatalog drivers)
    {
        new Hardware(boot, options).Probe(drivers, machine);
    }

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
