// Xen's time with the processor's own counter. XenBoard makes it, Clock follows it.
namespace Drivers.Xen.Hypercalls;

using Kernel.Arch.X64;

public sealed class XenClock(SharedMemory sharedInfo) : PvClock(sharedInfo)
{
    protected override ulong ReadCounter() => Cpu.ReadTimestampCounter();
}
