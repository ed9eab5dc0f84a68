// One timer that sends a signal: of setitimer or of timer_create. SignalTimers owns all of them.
namespace Kernel.Process.Signals;

using Kernel.Abi.Structures;
using Kernel.Scheduling;

/// <summary>Whose time a timer counts.</summary>
public enum TimerClock : byte
{
    /// <summary>Nanoseconds since boot.</summary>
    Wall,

    /// <summary>Of processor time of the process.</summary>
    Process,

    /// <summary>Of processor time of <see cref="SignalTimer.Counted"/>.</summary>
    Thread,
}

public sealed class SignalTimer : KernelTimer
{
    private readonly SignalTimers _owner;

    public SignalTimer(SignalTimers owner)
    {
        _owner = owner;
    }

    public bool IsUsed { get; internal set; }

    /// <summary>What the signal says; Number 0: none is sent (SIGEV_NONE).</summary>
    internal SignalInformation Information;

    public TimerClock Clock { get; internal set; }

    /// <summary>The thread that the signal goes to, while it has this tid; null: the process.</summary>
    internal Thread? Target { get; set; }

    internal int TargetId { get; set; }

    internal Thread? Counted { get; set; }

    /// <summary>Its absolute times are dates.</summary>
    public bool IsRealTime { get; internal set; }

    /// <summary>Nanoseconds.</summary>
    public ulong Interval { get; internal set; }

    /// <summary>On its clock; 0: disarmed.</summary>
    public ulong Due { get; internal set; }

    /// <summary>Its signal waits to be taken; until then it does not run.</summary>
    internal bool IsPending { get; set; }

    /// <summary>Expirations since its signal was sent.</summary>
    internal int Missed { get; set; }

    /// <summary>Expirations that the last signal stands for, but for the first (timer_getoverrun(2)).</summary>
    public int Overruns { get; internal set; }

    /// <summary>As at the start, for another use.</summary>
    internal void Clear()
    {
        Information = default;
        Target = null;
        Counted = null;
        Clock = TimerClock.Wall;
        Interval = 0;
        Due = 0;
        IsPending = false;
        Missed = 0;
        Overruns = 0;
    }

    protected internal override void Expire() => _owner.Expired(this);
}
