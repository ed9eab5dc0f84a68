// What a driver implements to be called when an interrupt line is raised that other devices may share; InterruptLines calls it.
namespace Kernel.Interrupts;

/// <summary>As for an <see cref="InterruptHandler"/>: it runs with interrupts off and never sleeps.</summary>
public abstract class LineHandler
{
    /// <summary>Makes the device let go of the line if it holds it.</summary>
    /// <returns>True when it did: the interrupt was this device's.</returns>
    public abstract bool Handle();
}
