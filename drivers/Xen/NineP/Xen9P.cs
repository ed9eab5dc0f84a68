// The Xen 9pfs transport of the kernel: a RingsTransport that sleeps in the scheduler and is woken by event channels.
// XenShare makes it; ninepfs sends through it.
namespace Drivers.Xen.NineP;

using Drivers.Xen.Bus;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Scheduling;
using NinePFs;
using NinePFs.Requests;

public sealed class Xen9P : RingsTransport
{
    private readonly DeviceWatch _watch = new(hasInterrupts: true);
    private readonly XenbusDevice _device;
    private bool _isArmed;

    internal Xen9P(NinePFrontend frontend, int requestLimit, Scheduler scheduler)
        : base(frontend.Rings, requestLimit, frontend.Plan.MessageSize)
    {
        _device = frontend.Device;
        Waiter = new RequestWait(scheduler, requestLimit);
        scheduler.AddPollable(new Xen9PPollable(this));
    }

    /// <summary>Events that called.</summary>
    public ulong Events { get; private set; }

    public DeviceWatch Watch => _watch;

    public override RequestWaiter Waiter { get; }

    public override MessageBuffer AllocateBuffer(int length) => new DmaBuffer(length);

    /// <summary>An event: takes in what there is until there is nothing more, so that the next one is an edge again.</summary>
    internal void HandleEvent()
    {
        Events++;
        bool any = false;
        while (Poll())
        {
            any = true;
        }

        _watch.Interrupted(any);
    }

    /// <summary>
    /// Looks for replies whose event is missing, and whether the backend is still there. One that is slow is waited for without end:
    /// unlike a device that has failed, a backend that has ended can be told from it.
    /// </summary>
    internal void Check(ulong now)
    {
        bool isMissed = Poll() && _isArmed;
        _watch.Check(now, Requests.Received, isMissed);
        CheckReplies(now);
        CheckConnection();
        if (Poisoned == PoisonReason.None && !_device.IsAlive)
        {
            Requests.Poison(PoisonReason.BackendClosed);
        }
    }

    internal void Arm()
    {
        _isArmed = true;
        ArmInterrupt();
    }

    internal void Disarm()
    {
        _isArmed = false;
        DisarmInterrupt();
    }

    protected override void Report(PoisonReason reason)
    {
        TextBuilder line = new(stackalloc byte[160]);
        line.Append("xen9p: session given up: "u8);
        line.Append(PoisonReasons.Text(reason));
        if (reason is PoisonReason.BackendGone or PoisonReason.BackendClosed)
        {
            // QEMU dies of a folder that is not there, for one.
            line.Append("; its log is /var/log/xen/qemu-dm-*.log in dom0"u8);
        }

        Log.Write(LogLevel.Error, line.Text);
    }
}
