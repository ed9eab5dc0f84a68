// Threads whose sleep ends at a time, the earliest first; the scheduler looks here before it arms the timer.
namespace Kernel.Scheduling;

internal sealed class Sleepers
{
    private Thread? _first;

    /// <summary>Nanoseconds since boot of the next awakening; <see cref="ulong.MaxValue"/> when nobody sleeps.</summary>
    public ulong Earliest => _first == null ? ulong.MaxValue : _first.Deadline;

    public void Add(Thread thread, ulong deadline)
    {
        thread.Deadline = deadline;
        thread.HasDeadline = true;
        if (_first == null || deadline < _first.Deadline)
        {
            thread.NextSleeper = _first;
            _first = thread;
            return;
        }

        Thread before = _first;
        while (before.NextSleeper != null && before.NextSleeper.Deadline <= deadline)
        {
            before = before.NextSleeper;
        }

        thread.NextSleeper = before.NextSleeper;
        before.NextSleeper = thread;
    }

    /// <summary>Takes out a thread that was woken by something else.</summary>
    public void Remove(Thread thread)
    {
        thread.HasDeadline = false;
        if (_first == thread)
        {
            _first = thread.NextSleeper;
        }
        else
        {
            Thread? before = _first;
            while (before != null && before.NextSleeper != thread)
            {
                before = before.NextSleeper;
            }

            if (before != null)
            {
                before.NextSleeper = thread.NextSleeper;
            }
        }

        thread.NextSleeper = null;
    }

    /// <summary>Takes out one thread whose time has come, or returns null.</summary>
    public Thread? TakeExpired(ulong now)
    {
        Thread? thread = _first;
        if (thread == null || thread.Deadline > now)
        {
            return null;
        }

        _first = thread.NextSleeper;
        thread.NextSleeper = null;
        thread.HasDeadline = false;
        return thread;
    }
}
