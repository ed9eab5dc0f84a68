// Carries 9P requests over one virtqueue: chains out, answers in, and the end of the session when the device lies.
// Virtio9P adds the kernel's way of waiting; the tests run it over a fake device. Called by RequestTable.
namespace Drivers.Virtio;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;

public abstract class RingTransport : Transport
{
    // Polls that find nothing before the device is asked whether it is still alive. Asking leaves the VM, polling does not.
    private const int EmptyPollsPerCheck = 65536;

    private readonly VirtioDevice _device;
    private readonly Queue _queue;
    private readonly ChainWriter _writer;
    private readonly PayloadTail[] _tails;
    private readonly Request?[] _requests;
    private int _emptyPolls;

    /// <param name="device">Already running with <paramref name="queue"/> as its queue 0.</param>
    /// <param name="queue">Freshly made.</param>
    /// <param name="budget">The tables of the queue are as large as it says.</param>
    /// <param name="tails">One for each slot of the queue; none at all when the budget has no tails.</param>
    /// <param name="requestLimit">At most as many as the queue has slots.</param>
    protected RingTransport(VirtioDevice device, Queue queue, ChainBudget budget, PayloadTail[] tails, int requestLimit)
    {
        _device = device;
        _queue = queue;
        _writer = new ChainWriter(queue);
        _tails = tails;
        _requests = new Request?[queue.Layout.Slots];
        RequestLimit = requestLimit;
        MaximumMessageSize = budget.MessageSize;
    }

    public sealed override int RequestLimit { get; }

    public sealed override int MaximumMessageSize { get; }

    /// <summary>None while the session lives.</summary>
    public PoisonReason Poisoned { get; private set; }

    /// <summary>The device did not confirm its reset: it may still write to what it was given, so it is never used again.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Requests that the device has.</summary>
    public int InFlight => _queue.InUse;

    /// <summary>Requests given to the device.</summary>
    public ulong Posted { get; private set; }

    /// <summary>Entries in the tables of all of them.</summary>
    public ulong Descriptors { get; private set; }

    /// <summary>Times that the device was told of new requests.</summary>
    public ulong Notifications { get; private set; }

    /// <inheritdoc/>
    /// <returns>EIO when the session is broken; EAGAIN when more than <see cref="Transport.RequestLimit"/> are submitted;
    /// EINVAL or EMSGSIZE when no chain can be made of the request. The request is the caller's again in each case.</returns>
    public sealed override Errno Submit(Request request)
    {
        if (Poisoned != PoisonReason.None)
        {
            return Errno.EIO;
        }

        int slot = _queue.TakeSlot();
        if (slot < 0)
        {
            return Errno.EAGAIN;
        }

        _writer.Begin(slot);
        Errno error = RequestChain.Build(_writer, request, TailOf(slot));
        if (error != Errno.None)
        {
            _queue.Return(slot);
            return error;
        }

        request.State = RequestState.Sent;
        request.TransportSlot = slot;
        _requests[slot] = request;
        int count = _writer.Finish();
        Posted++;
        Descriptors += (ulong)count;
        _queue.Post(slot, count, _writer.WritableBytes);
        return Errno.None;
    }

    public sealed override void Kick()
    {
        if (_queue.TakeNotification() && Poisoned == PoisonReason.None)
        {
            Notifications++;
            _device.Notify(_queue.NextPosition);
        }
    }

    public sealed override bool Poll()
    {
        if (Poisoned != PoisonReason.None)
        {
            return false;
        }

        bool any = false;
        PoisonReason fault;
        while (_queue.TakeUsed(out int slot, out int length, out fault))
        {
            any = true;
            Finish(slot, length);
            if (Poisoned != PoisonReason.None)
            {
                return true;
            }
        }

        if (fault == PoisonReason.None && !any)
        {
            fault = CheckAlive();
        }

        if (fault != PoisonReason.None)
        {
            Requests.Poison(fault);
            return true;
        }

        return any;
    }

    /// <inheritdoc/>
    /// <remarks>RequestTable.Poison calls it, and marks itself; a fault found here goes that way too.</remarks>
    public sealed override void Poison(PoisonReason reason)
    {
        if (Poisoned != PoisonReason.None)
        {
            return;
        }

        Poisoned = reason;
        Report(reason);
        IsAbandoned = !_device.Stop();
        for (int slot = 0; slot < _requests.Length; slot++)
        {
            if (_requests[slot] is not null)
            {
                _requests[slot] = null;
                _queue.Return(slot);
            }
        }

        Requests.FailAll(Errno.EIO, isQuarantined: IsAbandoned);
    }

    /// <inheritdoc/>
    public sealed override Errno Restart()
    {
        if (Poisoned == PoisonReason.None)
        {
            return Errno.None;
        }

        if (IsAbandoned)
        {
            return Errno.EIO;
        }

        _queue.Reset();
        _emptyPolls = 0;
        if (!_device.Restart())
        {
            IsAbandoned = !_device.Stop();
            return Errno.EIO;
        }

        Poisoned = PoisonReason.None;
        if (IsArmed)
        {
            _queue.ArmInterrupt();
        }

        return Errno.None;
    }

    /// <inheritdoc/>
    /// <returns>False: the chain comes back through the used ring, with a length of 0.</returns>
    public sealed override bool Forget(Request request) => false;

    /// <summary>The interrupt for a change of the device's state: it is broken, or has something to say that 9P does not know.</summary>
    public void CheckDevice()
    {
        if (Poisoned == PoisonReason.None && _device.NeedsReset())
        {
            Requests.Poison(PoisonReason.DeviceNeedsReset);
        }
    }

    /// <summary>Interrupts are wanted; that outlasts a reset.</summary>
    protected bool IsArmed { get; private set; }

    /// <summary>Asks for an interrupt at the next answer. True when there is something to <see cref="Poll"/> now.</summary>
    protected bool ArmInterrupt()
    {
        IsArmed = true;
        return Poisoned == PoisonReason.None && _queue.ArmInterrupt();
    }

    protected void DisarmInterrupt()
    {
        IsArmed = false;
        if (Poisoned == PoisonReason.None)
        {
            _queue.DisarmInterrupt();
        }
    }

    /// <summary>Says in the log why the session was given up.</summary>
    protected abstract void Report(PoisonReason reason);

    private void Finish(int slot, int length)
    {
        Request request = _requests[slot]!;
        _requests[slot] = null;
        if (length == Queue.LengthUnknown)
        {
            length = LengthByReply(request);
        }

        PayloadTail? tail = TailOf(slot);
        Errno error = tail is null ? Errno.None : tail.Finish(request, length);
        if (error != Errno.None)
        {
            Requests.Fail(request, error);
            return;
        }

        Requests.Complete(request, length);
    }

    private PayloadTail? TailOf(int slot) => _tails.Length == 0 ? null : _tails[slot];

    // A device that answers in order need not say how long any but the last reply of a batch is. Its own word then is all there is.
    private static int LengthByReply(Request request)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(request.Reply.Bytes);
        return (int)Math.Min(size, (uint)request.ReplyCapacity);
    }

    private PoisonReason CheckAlive()
    {
        if (++_emptyPolls < EmptyPollsPerCheck)
        {
            return PoisonReason.None;
        }

        _emptyPolls = 0;
        return _device.NeedsReset() ? PoisonReason.DeviceNeedsReset : PoisonReason.None;
    }
}
