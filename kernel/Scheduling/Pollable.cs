// A device that threads wait for; the idle loop asks it instead of taking an interrupt as long as an answer is likely soon.
// Shares and the consoles of Xen register one each with Scheduler.AddPollable.
namespace Kernel.Scheduling;

/// <summary>
/// Interrupts of a pollable are off while the kernel can ask often enough by itself, and on while the app runs with threads
/// asleep or the processor halts.
/// </summary>
public abstract class Pollable
{
    /// <summary>An answer is expected within microseconds, so that spinning beats halting: requests are in flight.
    /// False where asking is slow (a port read leaves the VM) or an answer may take for ever (a keyboard).</summary>
    public virtual bool IsExpected => true;

    /// <summary>Takes in what has arrived and wakes who waited for it. True when there was something.</summary>
    public abstract bool Poll();

    /// <summary>Wants an interrupt for whatever arrives from now on; the caller polls afterwards, and arms again if that took something in.</summary>
    public abstract void ArmInterrupt();

    public abstract void DisarmInterrupt();

    /// <summary>No thread can run: what was put off, so as not to keep one waiting, is done now. Must not sleep.</summary>
    public virtual void BeforeHalt()
    {
    }

    /// <summary>
    /// When to look at it in any case, in nanoseconds since boot: interrupts get lost and devices die. <see cref="Scheduler.Never"/>
    /// while nothing is expected of it. Not asked before the timer runs.
    /// </summary>
    public virtual ulong NextCheck => Scheduler.Never;

    /// <summary>The time has come. Interrupts are off, and like a handler of one this must not sleep.</summary>
    public virtual void Check(ulong now)
    {
    }
}
