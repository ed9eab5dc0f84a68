// The thread that the processor executes. Static because traps enter the kernel with nothing but a stack pointer.
namespace Kernel.Scheduling;

public static class Current
{
    /// <summary>Set by the scheduler at every switch.</summary>
    public static Thread Thread { get; internal set; } = null!;
}
