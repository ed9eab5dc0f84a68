// What a driver implements to be called on its interrupt; InterruptTable holds one per vector.
namespace Kernel.Interrupts;

/// <summary>Runs with interrupts off, in ring 3's time or the idle loop's: it notes what happened and wakes threads, and never sleeps.</summary>
public abstract class InterruptHandler
{
    public abstract void Handle();
}
