// Where a thread sleeps until something happens: pipes, consoles and locks wait here; the scheduler implements it.
namespace Vfs;

using Kernel.Abi;

/// <summary>A queue of sleeping threads. The kernel never switches threads on its own accord, so a check followed by <see cref="Wait"/> loses no wake-up.</summary>
public abstract class WaitQueue
{
    /// <summary>Sleeps until a <see cref="WakeAll"/>; the caller checks its condition again.</summary>
    /// <returns>None, or EINTR when a signal ends the sleep.</returns>
    public abstract Errno Wait();

    public abstract void WakeAll();
}
