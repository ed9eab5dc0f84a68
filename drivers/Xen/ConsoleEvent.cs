// A PV console's event: input has come, or there is room for output. XenBoard connects it to what sleeps on either.
namespace Drivers.Xen;

using Kernel.Interrupts;

public sealed class ConsoleEvent : InterruptHandler
{
    /// <summary>Set once there is one.</summary>
    public ConsoleRing? Ring { get; set; }

    /// <summary>Set once there are threads; until then nobody waits.</summary>
    public PvConsole? Input { get; set; }

    public PvOutput? Output { get; set; }

    public override void Handle()
    {
        Ring?.Rung();
        Input?.TakeInput();
        Output?.WakeWriters();
    }
}
