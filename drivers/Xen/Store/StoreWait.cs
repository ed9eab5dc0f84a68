// How the store's client waits for xenstored. The kernel asks Xen to be woken by the store's port, the tests run a daemon meanwhile.
namespace Drivers.Xen.Store;

/// <summary>
/// No thread is switched while somebody waits for the store: xenstored answers within microseconds, calls are made at boot and at the
/// end, and a panic can make them too.
/// </summary>
public abstract class StoreWait
{
    /// <summary>Nanoseconds since some moment.</summary>
    public abstract ulong Now { get; }

    /// <summary>Gives the processor away until the store's port has been rung since the last call, or until a moment. May return for no reason.</summary>
    /// <param name="deadline">In terms of <see cref="Now"/>.</param>
    public abstract void Wait(ulong deadline);

    /// <summary>Has the port's interrupt come as soon as it may, as if the daemon had rung.</summary>
    public abstract void Raise();
}
