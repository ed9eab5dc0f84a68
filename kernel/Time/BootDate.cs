// The date when the kernel began, from two clocks that each know only a part of it. Clock calls it, once.
namespace Kernel.Time;

using Kernel.Abi;

/// <summary>
/// The PC's clock shows whole seconds, and QEMU's starts with the second in which QEMU did, so by itself it is up to two seconds behind:
/// files that the host has just written would lie in the future. The run script knows the date to the microsecond, but says it before the
/// machine starts.
/// </summary>
public static class BootDate
{
    private const long Second = 1_000_000_000;

    /// <summary>How far behind the PC's clock may be.</summary>
    private const long Lag = 2 * Second;
    private const ulong MicrosecondsPerSecond = 1_000_000;

    /// <summary>Seconds between the two clocks, beyond which they do not speak of the same boot.</summary>
    private const long MostApart = 1 << 30;

    /// <param name="seconds">The PC's clock: seconds since 1970.</param>
    /// <param name="sinceBoot">Nanoseconds that had passed since the kernel began when it was read.</param>
    /// <param name="toldMicroseconds">The host's date shortly before the kernel began, in microseconds since 1970; 0 when nobody says.</param>
    public static Timespec Find(long seconds, ulong sinceBoot, ulong toldMicroseconds)
    {
        // Both in nanoseconds from the second that the PC's clock shows.
        long apart = (long)(toldMicroseconds / MicrosecondsPerSecond) - seconds;
        long earliest = -(long)sinceBoot;
        long date = earliest;
        if (apart is > -MostApart and < MostApart)
        {
            long told = (apart * Second) + ((long)(toldMicroseconds % MicrosecondsPerSecond) * 1000);
            date = told >= earliest && told - earliest < Lag ? told : earliest;
        }

        long rest = date % Second;
        rest += rest < 0 ? Second : 0;
        return new Timespec(seconds + ((date - rest) / Second), rest);
    }
}
