// timerfd_create(2): a timer whose expirations are read. EventFiles hands them out; EventSyscalls sets them.
namespace Vfs.Events;

using System;

/// <summary>
/// Nothing ticks: expirations are counted when somebody looks, and whoever sleeps for the timer sleeps until
/// <see cref="NextPollChange"/> at most.
/// </summary>
public sealed class TimerFile : NumberNode
{
    private const long Disarmed = long.MaxValue;

    private readonly MonotonicClock _clock;
    // May lie before the boot: expirations are counted from there.
    private long _expiry;
    private ulong _interval;
    private ulong _expirations;

    internal TimerFile(WaitQueue waiters, MonotonicClock clock)
        : base(waiters)
    {
        _clock = clock;
    }

    /// <summary>Whether absolute times are those of the calendar.</summary>
    public bool IsRealTime { get; private set; }

    /// <summary>Nanoseconds from one expiration to the next; 0: there is only one.</summary>
    public ulong Interval => _interval;

    /// <summary>Nanoseconds to the next expiration; 0 when none will come.</summary>
    public ulong Remaining
    {
        get
        {
            ulong now = CountExpirations();
            return _expiry == Disarmed ? 0 : (ulong)_expiry - now;
        }
    }

    public override ulong NextPollChange => _expirations != 0 || _expiry == Disarmed ? ulong.MaxValue : (ulong)Math.Max(_expiry, 0);

    protected override ReadOnlySpan<byte> Name => "anon_inode:[timerfd]"u8;

    /// <summary>timerfd_settime(2).</summary>
    /// <param name="expiry">Nanoseconds since boot, negative before it; <see cref="long.MaxValue"/> disarms.</param>
    public void Set(long expiry, ulong interval)
    {
        _expiry = expiry;
        _interval = interval;
        _expirations = 0;
        Waiters.WakeAll();
    }

    public override PollEvents Poll(OpenFile file)
    {
        CountExpirations();
        return _expirations != 0 ? PollEvents.Read : PollEvents.None;
    }

    internal void Start(bool isRealTime)
    {
        IsRealTime = isRealTime;
        _expiry = Disarmed;
        _interval = 0;
        _expirations = 0;
    }

    protected override ulong Look()
    {
        CountExpirations();
        return _expirations;
    }

    protected override void Take(ulong number) => _expirations -= number;

    /// <returns>The time it is.</returns>
    private ulong CountExpirations()
    {
        ulong now = _clock.Nanoseconds;
        if (_expiry != Disarmed && (long)now >= _expiry)
        {
            ulong late = now - (ulong)_expiry;
            ulong count = _interval == 0 ? 1 : 1 + (late / _interval);

            // As Linux, which lets the timer run on when its expirations are read: only the first of them is news.
            Waiters.Note(_expirations == 0 ? PollEvents.Read : PollEvents.None);
            _expirations += count;
            _expiry = _interval == 0 ? Disarmed : Later(now, _interval - (late % _interval));
        }

        return now;
    }

    // Intervals of centuries are allowed (ktime_add_safe in Linux).
    private static long Later(ulong now, ulong duration) => (long)Math.Min(now + duration, Disarmed - 1);
}
