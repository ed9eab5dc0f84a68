// The virtio-9p transport of the kernel: a RingTransport that sleeps in the scheduler and is woken by MSI-X.
// VirtioShare makes it; ninepfs sends through it.
namespace Drivers.Virtio;

using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Scheduling;
using NinePFs;
using NinePFs.Requests;

public sealed class Virtio9P : RingTransport
{
    /// <summary>QEMU's server has 128 slots and, in old versions, hangs when all are taken.</summary>
    public const int MostRequests = 127;

    private readonly DeviceWatch _watch;

    internal Virtio9P(
        VirtioDevice device,
        Queue queue,
        ChainBudget budget,
        PayloadTail[] tails,
        int requestLimit,
        Scheduler scheduler,
        bool hasInterrupts)
        : base(device, queue, budget, tails, requestLimit)
    {
        Waiter = new RequestWait(scheduler, requestLimit);
        _watch = new DeviceWatch(hasInterrupts);
        scheduler.AddPollable(new Virtio9PPollable(this));
    }

    /// <summary>Interrupts for answers.</summary>
    public ulong Interrupts { get; private set; }

    public DeviceWatch Watch => _watch;

    public override RequestWaiter Waiter { get; }

    public override MessageBuffer AllocateBuffer(int length) => new DmaBuffer(length);

    /// <summary>The queue's interrupt: takes in what there is and asks for the next one if interrupts are still wanted.</summary>
    /// <returns>True when there have been so many for nothing that they must be masked.</returns>
    internal bool HandleInterrupt()
    {
        Interrupts++;
        bool any = false;
        do
        {
            any |= Poll();
        }
        while (IsArmed && ArmInterrupt());
        return Count(any);
    }

    /// <summary>The interrupt for a change of the device's state.</summary>
    /// <returns>As <see cref="HandleInterrupt"/>.</returns>
    internal bool HandleChange()
    {
        CheckDevice();
        return Count(Poisoned != PoisonReason.None);
    }

    /// <summary>Looks for answers whose interrupt is missing, and whether the device is alive at all.</summary>
    internal void Check(ulong now)
    {
        bool isMissed = Poll() && IsArmed;
        if (IsArmed)
        {
            ArmInterrupt();
        }

        CheckDevice();
        WatchStep step = _watch.Check(now, Requests.Received, isMissed && Poisoned == PoisonReason.None);
        if (step == WatchStep.Probe)
        {
            Requests.Probe();
        }
        else if (step == WatchStep.GiveUp)
        {
            Requests.Poison(PoisonReason.DeviceSilent);
        }
    }

    internal void Arm() => ArmInterrupt();

    internal void Disarm() => DisarmInterrupt();

    protected override void Report(PoisonReason reason)
    {
        TextBuilder line = new(stackalloc byte[96]);
        line.Append("virtio9p: session given up: "u8);
        line.Append(PoisonReasons.Text(reason));
        Log.Write(LogLevel.Error, line.Text);
    }

    private bool Count(bool wasUseful)
    {
        bool isStorm = _watch.Interrupted(wasUseful);
        if (isStorm)
        {
            Log.Write(LogLevel.Warning, "virtio9p: interrupts without end, polling from now on"u8);
        }

        return isStorm;
    }
}
