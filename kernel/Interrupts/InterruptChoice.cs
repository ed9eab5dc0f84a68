// The best way for devices to interrupt that is tried; what comes after it is the fallback. interrupts= on the command line sets it.
namespace Kernel.Interrupts;

public enum InterruptChoice : byte
{
    /// <summary>Messages, MSI-X.</summary>
    Messages,

    /// <summary>Lines, through the I/O APIC or, when that does not have the line, the 8259s.</summary>
    Lines,

    /// <summary>Lines, through the 8259s only.</summary>
    Pic,

    /// <summary>None: devices are polled.</summary>
    Polling,
}
