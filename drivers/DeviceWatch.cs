// Judges from the outside whether a device still lives and still interrupts: what to do when it says nothing for too long, and
// when its interrupts are missing or far too many. Virtio9P and Xen9P ask it; there is no clock and no device in it.
namespace Drivers;

/// <summary>What <see cref="DeviceWatch.Check"/> finds necessary.</summary>
public enum WatchStep : byte
{
    None,

    /// <summary>Nothing was answered for long: ask for something that a living server answers at once.</summary>
    Probe,

    /// <summary>Not even that was answered: reset it.</summary>
    GiveUp,
}

/// <summary>
/// A legacy device that has failed shows nothing of it, and a slow server looks just the same. They differ in what they do with a
/// request that can be answered at once.
/// </summary>
public sealed class DeviceWatch
{
    /// <summary>Nanoseconds without an answer before the device is probed, and then again before it is given up.</summary>
    public const ulong Patience = 5_000_000_000;

    /// <summary>Nanoseconds between looks at a queue whose interrupts work.</summary>
    public const ulong SlowPoll = 50_000_000;

    /// <summary>Nanoseconds between looks at a queue that has to be polled.</summary>
    public const ulong FastPoll = 500_000;

    /// <summary>Looks in a row that found answers although an interrupt had been asked for.</summary>
    public const int MostMisses = 3;

    /// <summary>Interrupts in a row without an answer. A shared line brings some, a stuck one brings these in milliseconds.</summary>
    public const int MostUseless = 10_000;

    private ulong _answers;
    private ulong _silentSince;
    private ulong _nextCheck;
    private int _misses;
    private int _useless;
    private bool _isWatching;
    private bool _isProbed;

    /// <param name="hasInterrupts">False: it is polled from the start.</param>
    public DeviceWatch(bool hasInterrupts)
    {
        IsPolling = !hasInterrupts;
    }

    /// <summary>Interrupts cannot be relied on.</summary>
    public bool IsPolling { get; private set; }

    /// <summary>Answers whose interrupt did not come.</summary>
    public int LostInterrupts { get; private set; }

    /// <summary>Interrupts that brought nothing.</summary>
    public int UselessInterrupts { get; private set; }

    /// <summary>When to look again, in nanoseconds since boot; requests are in flight.</summary>
    public ulong NextCheck(ulong now)
    {
        ulong latest = now + (IsPolling ? FastPoll : SlowPoll);
        if (_nextCheck == 0 || _nextCheck > latest)
        {
            _nextCheck = latest;
        }

        return _nextCheck;
    }

    /// <summary>Nothing is in flight, or the device was set up anew: silence means nothing.</summary>
    public void Rest()
    {
        _isWatching = false;
        _isProbed = false;
        _nextCheck = 0;
    }

    /// <summary>An interrupt came.</summary>
    /// <returns>True when that is a storm: mask it, and poll.</returns>
    public bool Interrupted(bool foundAnswer)
    {
        if (foundAnswer)
        {
            _misses = 0;
            _useless = 0;
            return false;
        }

        UselessInterrupts++;
        if (++_useless < MostUseless)
        {
            return false;
        }

        _useless = 0;
        IsPolling = true;
        return true;
    }

    /// <summary>The time of <see cref="NextCheck"/> has come and the queue was looked at.</summary>
    /// <param name="answers">Of the device since boot.</param>
    /// <param name="wasMissed">There were answers although an interrupt had been asked for.</param>
    public WatchStep Check(ulong now, ulong answers, bool wasMissed)
    {
        _nextCheck = 0;
        if (!wasMissed)
        {
            _misses = 0;
        }
        else if (!IsPolling)
        {
            LostInterrupts++;
            IsPolling = ++_misses >= MostMisses;
        }

        if (!_isWatching || answers != _answers)
        {
            _isWatching = true;
            _isProbed = false;
            _answers = answers;
            _silentSince = now;
            return WatchStep.None;
        }

        if (now - _silentSince < Patience)
        {
            return WatchStep.None;
        }

        _silentSince = now;
        if (_isProbed)
        {
            Rest();
            return WatchStep.GiveUp;
        }

        _isProbed = true;
        return WatchStep.Probe;
    }
}
