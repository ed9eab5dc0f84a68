// What a domain may ask of Xen's scheduler (xen/include/public/sched.h): wait for an event, end. XenLink and XenEventChannel call it.
namespace Drivers.Xen.Hypercalls;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Arch.X64;

internal static unsafe class XenScheduler
{
    public const uint PoweredOff = 0, Rebooted = 1, Crashed = 3;

    private const uint YieldOperation = 0, ShutdownOperation = 2, PollOperation = 3;

    /// <summary>Returns when the port has an event, masked or not, or at a time in nanoseconds since Xen's start; or earlier.</summary>
    public static void Poll(uint port, ulong deadline)
    {
        var request = new PollRequest { Ports = &port, Count = 1, Deadline = deadline };
        if (Hypercall.Call(Hypercall.SchedulerOperation, PollOperation, &request) != Errno.None)
        {
            Hypercall.Call(Hypercall.SchedulerOperation, YieldOperation, null);
        }
    }

    /// <summary>Ends the domain; what then becomes of it says the toolstack's on_poweroff or on_crash.</summary>
    [DoesNotReturn]
    public static void ShutDown(uint reason)
    {
        while (true)
        {
            Hypercall.Call(Hypercall.SchedulerOperation, ShutdownOperation, &reason);
            Cpu.Pause();
        }
    }

    /// <summary>sched_poll, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public uint* Ports;
        public uint Count;
        public ulong Deadline;
    }
}
