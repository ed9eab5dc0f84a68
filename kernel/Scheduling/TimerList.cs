// The started timers, the earliest first; the scheduler looks here before it arms the timer of the machine.
namespace Kernel.Scheduling;

public sealed class TimerList
{
    private KernelTimer? _first;

    /// <summary>Nanoseconds since boot of the next expiration; <see cref="ulong.MaxValue"/> when no timer runs.</summary>
    public ulong Earliest => _first == null ? ulong.MaxValue : _first.Deadline;

    /// <summary>Starts a timer; one that runs already is started anew. Those of one time expire in the order of their start.</summary>
    public void Start(KernelTimer timer, ulong deadline)
    {
        Cancel(timer);
        timer.Deadline = deadline;
        timer.IsStarted = true;
        if (_first == null || deadline < _first.Deadline)
        {
            timer.Next = _first;
            _first = timer;
            return;
        }

        KernelTimer before = _first;
        while (before.Next != null && before.Next.Deadline <= deadline)
        {
            before = before.Next;
        }

        timer.Next = before.Next;
        before.Next = timer;
    }

    public void Cancel(KernelTimer timer)
    {
        if (!timer.IsStarted)
        {
            return;
        }

        timer.IsStarted = false;
        if (_first == timer)
        {
            _first = timer.Next;
        }
        else
        {
            KernelTimer before = _first!;
            while (before.Next != timer)
            {
                before = before.Next!;
            }

            before.Next = timer.Next;
        }

        timer.Next = null;
    }

    /// <summary>Lets those expire whose time has come; each may start itself or others again, for later.</summary>
    public void Expire(ulong now)
    {
        while (_first != null && _first.Deadline <= now)
        {
            KernelTimer timer = _first;
            Cancel(timer);
            timer.Expire();
        }
    }
}
