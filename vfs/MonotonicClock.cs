// The time since boot for what expires (timerfd); the kernel's clock implements it, the tests have one that they move.
namespace Vfs;

public abstract class MonotonicClock
{
    /// <summary>Since boot; never goes back.</summary>
    public abstract ulong Nanoseconds { get; }
}
