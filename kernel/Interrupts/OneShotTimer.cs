// A timer as the scheduler uses it: one interrupt at one moment. LapicTimer and Xen's timer are such; the board chooses.
namespace Kernel.Interrupts;

/// <summary>May fire early: the handler looks at the clock and arms again.</summary>
public abstract class OneShotTimer
{
    /// <summary>Whether it runs.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Names who is called at the deadline; once, before <see cref="Open"/>.</summary>
    public abstract void Connect(InterruptHandler handler);

    /// <summary>Sets the timer up, which needs the calibrated clock. Before the first <see cref="Arm"/>; again it does nothing.</summary>
    public void Open()
    {
        if (!IsOpen)
        {
            IsOpen = true;
            Start();
        }
    }

    /// <summary>Interrupts at a time of <see cref="Time.Clock.Nanoseconds"/>, at once when it has passed; replaces an earlier deadline.</summary>
    public abstract void Arm(ulong deadlineNanoseconds);

    protected abstract void Start();
}
