// The kernel's clock for files that expire. FileTables makes it.
namespace Kernel.Time;

public sealed class SystemMonotonicClock : Vfs.MonotonicClock
{
    public override ulong Nanoseconds => Clock.Nanoseconds;
}
