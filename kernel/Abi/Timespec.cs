// A point in time or a duration as the syscalls and 9P2000.L write it.
namespace Kernel.Abi;

/// <summary>struct timespec: whole seconds and 0..999,999,999 nanoseconds.</summary>
public struct Timespec
{
    public long Seconds;
    public long Nanoseconds;

    public Timespec(long seconds, long nanoseconds)
    {
        Seconds = seconds;
        Nanoseconds = nanoseconds;
    }
}
