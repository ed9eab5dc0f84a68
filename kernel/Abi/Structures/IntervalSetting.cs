// struct itimerspec: when a timer expires and how often then; of the timerfd syscalls.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct IntervalSetting
{
    public Timespec Interval;
    public Timespec Value;
}
