// What the transports of shares have counted since boot, summed over all of them: ShutdownReport prints it, each Share adds to it.
namespace Drivers;

public struct ShareCounters
{
    /// <summary>Times that the other side was told of something.</summary>
    public ulong Notifications;

    /// <summary>Times that it told us.</summary>
    public ulong Interrupts;

    /// <summary>Answers whose interrupt did not come.</summary>
    public ulong LostInterrupts;

    /// <summary>Interrupts that brought nothing.</summary>
    public ulong UselessInterrupts;

    /// <summary>Entries in the tables of virtio's requests.</summary>
    public ulong Descriptors;

    /// <summary>Rings that have carried at least one request.</summary>
    public int RingsUsed;

    /// <summary>Pages that the other side would not let go of.</summary>
    public int PagesKept;
}
