// struct rusage and struct tms: what getrusage and times write to the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>struct timeval, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TimeValue
{
    public long Seconds;
    public long Microseconds;

    public static TimeValue FromNanoseconds(ulong nanoseconds) => new()
    {
        Seconds = (long)(nanoseconds / 1_000_000_000),
        Microseconds = (long)(nanoseconds % 1_000_000_000 / 1000),
    };
}

/// <summary>144 bytes (include/uapi/linux/resource.h).</summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
public struct ResourceUsage
{
    public TimeValue UserTime;
    public TimeValue SystemTime;

    /// <summary>Peak resident set in KiB.</summary>
    public long MaximumResident;
    public long SharedText;
    public long UnsharedData;
    public long UnsharedStack;
    public long MinorFaults;
    public long MajorFaults;
}

/// <summary>struct tms, 32 bytes, in clock ticks of 10 ms.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ProcessTimes
{
    public long User;
    public long System;
    public long ChildrenUser;
    public long ChildrenSystem;
}
