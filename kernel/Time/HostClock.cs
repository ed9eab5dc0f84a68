// A clock that the hypervisor keeps for its guests. Clock follows one where there is one, and measures the TSC where there is none.
namespace Kernel.Time;

using Kernel.Abi;

public abstract class HostClock
{
    /// <summary>Of the TSC, in Hz; at least 1.</summary>
    public abstract ulong TicksPerSecond { get; }

    /// <summary>Since some moment before the kernel's first instruction; never goes back.</summary>
    public abstract ulong Nanoseconds { get; }

    /// <summary>The date.</summary>
    public abstract Timespec RealTime { get; }
}
