// The state of one thread, or of the process as a whole; ProcessFacts fills it in, StatText and StatusText write it out.
namespace Kernel.Process.Facts;

public struct TaskFigures
{
    /// <summary>The process id when the process as a whole is meant.</summary>
    public int ThreadId;

    public int ProcessId;

    public int ThreadCount;

    /// <summary>The letter of proc(5): R, S, D or Z.</summary>
    public byte State;

    /// <summary>Nanoseconds on the processor. What the kernel did for the app is not told apart.</summary>
    public ulong ProcessorTime;

    /// <summary>Nanoseconds from the start of the kernel to that of the process, for its later threads too.</summary>
    public ulong StartTime;

    /// <summary>Signals as sets, bit n-1 for signal n.</summary>
    public ulong PendingSignals;
    public ulong SharedPendingSignals;
    public ulong BlockedSignals;
    public ulong IgnoredSignals;
    public ulong CaughtSignals;

    /// <summary>RLIMIT_RSS in bytes.</summary>
    public ulong ResidentLimit;

    /// <summary>RLIMIT_SIGPENDING.</summary>
    public ulong PendingLimit;

    public uint Umask;

    /// <summary>Size of the table of descriptors.</summary>
    public int Descriptors;

    public readonly bool IsProcess => ThreadId == ProcessId;
}
