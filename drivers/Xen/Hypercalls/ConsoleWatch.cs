// Looks after the other side of a console while an app waits for it: a backend that was killed does not ring. XenBoard registers it.
namespace Drivers.Xen.Hypercalls;

using Kernel.Scheduling;
using Kernel.Time;

public sealed class ConsoleWatch(PvOutput output) : Pollable
{
    private const ulong Step = ClockScale.Nanosecond;

    private ulong _next = Scheduler.Never;

    public override bool IsExpected => false;

    public override ulong NextCheck
    {
        get
        {
            if (!output.IsWaitedFor)
            {
                _next = Scheduler.Never;
            }
            else if (_next == Scheduler.Never)
            {
                _next = Clock.Nanoseconds + Step;
            }

            return _next;
        }
    }

    /// <summary>What comes is an event, and its handler is called by interrupt.</summary>
    public override bool Poll() => false;

    public override void ArmInterrupt()
    {
    }

    public override void DisarmInterrupt()
    {
    }

    public override void Check(ulong now)
    {
        _next = Scheduler.Never;
        output.CheckReader();
    }
}
