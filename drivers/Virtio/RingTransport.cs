// Carries 9P requests over one virtqueue: chains out, answers in, and the end of the session when the device lies.
// Virtio9P adds the kernel's way of waiting; the tests run it over a fake device. Called by RequestTable.
namespace Drivers.Virtio;

using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Wire;

public abstract class RingTransport<TMemory> : Transport
    where TMemory : struct, IQueueMemory
{
    private const int PageBytes = 4096;

    // Polls that find nothing before the device is asked whether it is still alive. Asking leaves the VM, polling does not.
    private const int EmptyPollsPerCheck = 65536;

    private readonly VirtioDevice _device;
    private readonly SplitQueue<TMemory> _queue;
    private readonly ChainWriter<TMemory> _writer;
    private readonly Request?[] _requests;
    private int _emptyPolls;

    /// <param name="device">Already running with <paramref name="queue"/> as its queue 0.</param>
    /// <param name="queue">Freshly made.</param>
    /// <param name="writer">Writes to the same memory as the queue.</param>
    /// <param name="layout">Of both.</param>
    /// <param name="requestLimit">At most the queue's size.</param>
    protected RingTransport(
        VirtioDevice device, SplitQueue<TMemory> queue, ChainWriter<TMemory> writer, QueueLayout layout, int requestLimit)
    {
        _device = device;
        _queue = queue;
        _writer = writer;
        _requests = new Request?[layout.Size];
        RequestLimit = requestLimit;
        MaximumMessageSize = MessageSizeFor(layout.Segments);
    }

    public sealed override int RequestLimit { get; }

    public sealed override int MaximumMessageSize { get; }

    /// <summary>None while the session lives.</summary>
    public PoisonReason Poisoned { get; private set; }

    /// <summary>The device did not confirm its reset: it may still write to what it was given, so it is never used again.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Requests that the device has.</summary>
    public int InFlight => _queue.InUse;

    /// <summary>
    /// The msize for tables of so many entries: two are for the headers, and a payload of n pages that starts within a page
    /// touches n + 1.
    /// </summary>
    public static int MessageSizeFor(int segments)
        => ((segments - RequestChain.HeaderSegments - 1) * PageBytes) + Wire9P.IoHeaderLength;

    /// <summary>The smallest table that carries <paramref name="messageSize"/>.</summary>
    public static int SegmentsFor(int messageSize)
        => ((messageSize - Wire9P.IoHeaderLength + PageBytes - 1) / PageBytes) + 1 + RequestChain.HeaderSegments;

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
        Errno error = RequestChain.Build(_writer, request);
        if (error != Errno.None)
        {
            _queue.Return(slot);
            return error;
        }

        request.State = RequestState.Sent;
        request.TransportSlot = slot;
        _requests[slot] = request;
        _queue.Post(slot, _writer.Finish(), _writer.WritableBytes);
        return Errno.None;
    }

    public sealed override void Kick()
    {
        if (_queue.TakeNotification() && Poisoned == PoisonReason.None)
        {
            _device.Notify(0);
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
        return Errno.None;
    }

    /// <summary>The interrupt for a change of the device's state: it is broken, or has something to say that 9P does not know.</summary>
    public void CheckDevice()
    {
        if (Poisoned == PoisonReason.None && _device.NeedsReset())
        {
            Requests.Poison(PoisonReason.DeviceNeedsReset);
        }
    }

    /// <summary>Asks for an interrupt at the next answer. True when there is something to <see cref="Poll"/> now.</summary>
    protected bool ArmInterrupt() => Poisoned == PoisonReason.None && _queue.ArmInterrupt();

    protected void DisarmInterrupt()
    {
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

        Requests.Complete(request, length);
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
