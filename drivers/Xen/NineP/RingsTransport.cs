// Carries 9P requests over the rings of one Xen 9pfs device. Xen9P adds the kernel's way of waiting; the tests run it over a fake
// backend. Called by RequestTable.
namespace Drivers.Xen.NineP;

using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;

/// <summary>
/// A request with tag t travels on ring t modulo the number of rings: QEMU answers there, wherever the request came from, and has one
/// request in work on each ring.
/// </summary>
public abstract class RingsTransport : Transport
{
    private readonly RequestRing[] _rings;

    /// <param name="rings">Connected.</param>
    /// <param name="messageSize">At most half of a ring's data area.</param>
    protected RingsTransport(RequestRing[] rings, int requestLimit, int messageSize)
    {
        _rings = rings;
        RequestLimit = requestLimit;
        MaximumMessageSize = messageSize;
    }

    public sealed override int RequestLimit { get; }

    public sealed override int MaximumMessageSize { get; }

    /// <summary>None while the session lives.</summary>
    public PoisonReason Poisoned { get; private set; }

    public int RingCount => _rings.Length;

    /// <summary>Requests that the other side has, or that wait for room.</summary>
    public int InFlight
    {
        get
        {
            int count = 0;
            for (int index = 0; index < _rings.Length; index++)
            {
                count += _rings[index].InFlight + _rings[index].Waiting;
            }

            return count;
        }
    }

    public RequestRing this[int ring] => _rings[ring];

    /// <inheritdoc/>
    /// <returns>EIO when the session is broken; EMSGSIZE or EFAULT when the request cannot be sent. It is the caller's again in each case.</returns>
    public sealed override Errno Submit(Request request) =>
        Poisoned != PoisonReason.None ? Errno.EIO : _rings[request.WireTag % _rings.Length].Submit(request);

    /// <inheritdoc/>
    /// <remarks>QEMU reads a ring's next message when it has answered the one before.</remarks>
    public sealed override bool SharesPath(ushort tag, ushort other) => tag % _rings.Length == other % _rings.Length;

    public sealed override bool Withdraw(Request request) => _rings[request.WireTag % _rings.Length].TryWithdraw(request);

    public sealed override bool Forget(Request request)
    {
        _rings[request.WireTag % _rings.Length].Forget(request);
        return true;
    }

    public sealed override void Kick()
    {
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            _rings[index].Notify();
        }
    }

    /// <summary>Tells the other side of replies that were consumed, where no message has done so. For a processor about to halt.</summary>
    public void KickForRoom()
    {
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            _rings[index].NotifyOfRoom();
        }
    }

    public sealed override bool Poll()
    {
        bool any = false;
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            any |= _rings[index].Poll(Requests, out PoisonReason fault);
            if (fault != PoisonReason.None)
            {
                Requests.Poison(fault);
                return true;
            }
        }

        return any;
    }

    /// <inheritdoc/>
    /// <remarks>The other side has the rings' memory only, never that of requests: they can be used again at once.</remarks>
    public sealed override void Poison(PoisonReason reason)
    {
        if (Poisoned != PoisonReason.None)
        {
            return;
        }

        Report(reason);
        End(reason);
        Requests.FailAll(Errno.EIO);
    }

    /// <summary>Looks at no ring any more and rings nobody: its memory may go. What is in flight is the caller's to fail.</summary>
    public void End(PoisonReason reason)
    {
        Poisoned = reason;
        for (int index = 0; index < _rings.Length; index++)
        {
            _rings[index].Abandon();
            _rings[index].Mask();
        }
    }

    /// <summary>The other side is asked whether it is still there: a process that was killed says nothing.</summary>
    public void CheckConnection()
    {
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            if (!_rings[index].IsConnected)
            {
                Requests.Poison(PoisonReason.BackendGone);
            }
        }
    }

    /// <summary>Gives the session up when half a reply is all that has come for too long.</summary>
    /// <param name="now">Nanoseconds since some moment.</param>
    public void CheckReplies(ulong now)
    {
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            if (_rings[index].IsStuck(now))
            {
                Requests.Poison(PoisonReason.PartialReply);
            }
        }
    }

    /// <summary>Asks for an event at the next reply; the caller polls afterwards.</summary>
    protected void ArmInterrupt()
    {
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            _rings[index].Unmask();
        }
    }

    protected void DisarmInterrupt()
    {
        for (int index = 0; index < _rings.Length && Poisoned == PoisonReason.None; index++)
        {
            _rings[index].Mask();
        }
    }

    /// <summary>Says in the log why the session was given up.</summary>
    protected abstract void Report(PoisonReason reason);
}
