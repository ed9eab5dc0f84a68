// Makes event channels. The kernel has XenEventChannels behind it, the tests a pair of domains in one process.
namespace Drivers.Xen;

using Kernel.Abi;
using Kernel.Interrupts;

/// <summary>For boot: the objects that it makes stay. Handlers run with interrupts off and must not sleep.</summary>
public abstract class EventChannels
{
    /// <summary>A new port that a domain may bind to. ENOSPC when there are no ports left.</summary>
    public abstract Result<EventChannel> AllocateUnbound(ushort remoteDomain, InterruptHandler handler);

    /// <summary>A port that the toolstack has made: those of store and console. EINVAL when there is none of that number.</summary>
    public abstract Result<EventChannel> BindKnown(uint port, InterruptHandler handler);
}
