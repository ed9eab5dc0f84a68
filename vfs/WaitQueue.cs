// Where a thread sleeps until something happens: pipes, consoles and locks wait here; the scheduler implements it.
namespace Vfs;

using Kernel.Abi;

/// <summary>
/// A queue of sleeping threads. The kernel never switches threads on its own accord, so a check followed by <see cref="Wait"/> loses no
/// wake-up.
/// </summary>
public abstract class WaitQueue
{
    /// <summary>Sleeps until a <see cref="WakeAll"/>; the caller checks its condition again.</summary>
    /// <returns>None, or EINTR when a signal ends the sleep.</returns>
    public abstract Errno Wait();

    /// <summary>As <see cref="Wait"/>, at most until a time in nanoseconds since boot.</summary>
    /// <returns>ETIMEDOUT as well.</returns>
    public virtual Errno WaitUntil(ulong deadline) => Wait();

    public abstract void WakeAll();

    /// <summary>How often something to read, or an end, has been announced: what edge-triggered epoll goes by.</summary>
    public uint ReadChanges { get; private set; }

    /// <summary>The same for room to write.</summary>
    public uint WriteChanges { get; private set; }

    /// <summary>Wakes everybody, and says what for.</summary>
    public void Announce(PollEvents events)
    {
        Note(events);
        WakeAll();
    }

    /// <summary>Counts a change that nobody has to be woken for: who waits knew when it would come.</summary>
    public void Note(PollEvents events)
    {
        const PollEvents both = PollEvents.Error | PollEvents.HangUp;
        ReadChanges += (events & (PollEvents.Read | PollEvents.ReadHangUp | PollEvents.Priority | both)) != 0 ? 1u : 0;
        WriteChanges += (events & (PollEvents.Write | both)) != 0 ? 1u : 0;
    }
}
