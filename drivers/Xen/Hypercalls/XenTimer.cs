// Xen's one-shot timer (xen/include/public/vcpu.h): an event at a time of Xen's clock. XenBoard makes it for the scheduler.
namespace Drivers.Xen.Hypercalls;

using System;
using System.Runtime.InteropServices;
using Kernel.Diagnostics;
using Kernel.Interrupts;
using Kernel.Time;

public sealed unsafe class XenTimer : OneShotTimer
{
    private const uint SetTimer = 8, StopTimer = 9;
    private const uint TimerInterrupt = 0;

    /// <summary>Xen counts in signed numbers from its own start; a deadline that is farther away (146 years) fires early.</summary>
    private const ulong LatestDeadline = 1ul << 62;

    private readonly XenEventChannels _channels;

    public XenTimer(XenEventChannels channels)
    {
        _channels = channels;
    }

    /// <summary>Whether Xen lets the domain have it.</summary>
    public static bool IsPresent => Hypercall.Call(Hypercall.VcpuOperation, StopTimer, 0, 0, 0) >= 0;

    public override void Connect(InterruptHandler handler)
    {
        if (_channels.BindVirtual(TimerInterrupt, handler).IsError)
        {
            Panic.Stop("xen: the timer's event cannot be bound"u8);
        }
    }

    /// <summary>At once when the time has passed: Xen looks itself.</summary>
    public override void Arm(ulong deadlineNanoseconds)
    {
        var request = new SingleShot { Deadline = Clock.HostTimeAt(Math.Min(deadlineNanoseconds, LatestDeadline)) };
        if (Hypercall.Call(Hypercall.VcpuOperation, SetTimer, 0, (nuint)(&request), 0) < 0)
        {
            Panic.Stop("xen: the timer cannot be set"u8);
        }
    }

    protected override void Start()
    {
    }

    /// <summary>vcpu_set_singleshot_timer, 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SingleShot
    {
        public ulong Deadline;
        public uint Flags;
    }
}
