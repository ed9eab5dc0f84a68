// The virtio-9p transport of the kernel: a RingTransport that sleeps in the scheduler and is woken by MSI-X.
// Share makes it; ninepfs sends through it.
namespace Drivers.Virtio;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Scheduling;
using NinePFs;
using NinePFs.Requests;

public sealed class Virtio9P : RingTransport<QueuePages>
{
    /// <summary>QEMU's server has 128 slots and, in old versions, hangs when all are taken.</summary>
    public const int MostRequests = 127;

    private readonly RequestWait _wait;
    private readonly bool _hasInterrupts;
    private bool _isArmed;

    internal Virtio9P(
        VirtioDevice device,
        SplitQueue<QueuePages> queue,
        ChainWriter<QueuePages> writer,
        QueueLayout layout,
        int requestLimit,
        Scheduler scheduler,
        bool hasInterrupts)
        : base(device, queue, writer, layout, requestLimit)
    {
        _wait = new RequestWait(scheduler, requestLimit);
        _hasInterrupts = hasInterrupts;
        if (hasInterrupts)
        {
            scheduler.AddPollable(new Virtio9PPollable(this));
        }
    }

    public override MessageBuffer AllocateBuffer(int length) => new DmaBuffer(length);

    /// <inheritdoc/>
    /// <remarks>A device that cannot interrupt is waited for right here, and no other thread runs.</remarks>
    public override void Wait(Request request)
    {
        if (_hasInterrupts)
        {
            _wait.Wait(request);
            return;
        }

        while (!request.IsDone)
        {
            Poll();
        }
    }

    public override void WaitForFreeRequest()
    {
        if (_hasInterrupts)
        {
            _wait.WaitForFreeRequest();
        }
        else
        {
            Poll();
        }
    }

    public override void Wake(Request request) => _wait.Wake(request);

    /// <summary>The queue's interrupt: takes in what there is and asks for the next one if interrupts are still wanted.</summary>
    internal void HandleInterrupt()
    {
        do
        {
            Poll();
        }
        while (_isArmed && base.ArmInterrupt());
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
        TextBuilder line = new(stackalloc byte[96]);
        line.Append("virtio9p: session given up: "u8);
        line.Append(Text(reason));
        Log.Write(LogLevel.Error, line.Text);
    }

    private static ReadOnlySpan<byte> Text(PoisonReason reason) => reason switch
    {
        PoisonReason.ReplyTooShort => "reply shorter than a header"u8,
        PoisonReason.ReplySizeMismatch => "reply size differs from what arrived"u8,
        PoisonReason.ReplyTooLarge => "reply larger than its room"u8,
        PoisonReason.WrongTag => "reply with a wrong tag"u8,
        PoisonReason.WrongReplyType => "too many replies of a wrong type"u8,
        PoisonReason.MalformedReply => "too many malformed replies"u8,
        PoisonReason.WalkOverrun => "Rwalk with more qids than names"u8,
        PoisonReason.ReadOverrun => "Rread with more bytes than asked"u8,
        PoisonReason.UsedIdOutOfRange => "used id beyond the queue"u8,
        PoisonReason.UsedIdNotPending => "used id of no request"u8,
        PoisonReason.UsedIndexJump => "used index ahead of the requests"u8,
        PoisonReason.UsedLengthTooLarge => "used length beyond the room"u8,
        PoisonReason.UsedLengthTooShort => "used length shorter than a header"u8,
        PoisonReason.DeviceNeedsReset => "the device needs a reset"u8,
        _ => "unknown reason"u8,
    };
}
