// A virtqueue as RingTransport sees it: guest memory with chains in it, and no device. SplitQueue and PackedQueue are the two kinds.
namespace Drivers.Virtio;

using NinePFs;

public abstract class Queue
{
    /// <summary>The length of an answer that the device covered by a later one (VIRTIO_F_IN_ORDER).</summary>
    public const int LengthUnknown = -1;

    private readonly PostedChains _chains;

    private protected Queue(QueueLayout layout, PostedChains chains)
    {
        Layout = layout;
        _chains = chains;
    }

    public QueueLayout Layout { get; }

    /// <summary>Slots that are taken, posted or not.</summary>
    public int InUse => _chains.InUse;

    /// <summary>Where the next chain will be posted: next_off and next_wrap of VIRTIO_F_NOTIFICATION_DATA (virtio 1.2 §2.9).</summary>
    public abstract ushort NextPosition { get; }

    /// <summary>Takes a free slot; -1 when there is none. It comes back by <see cref="TakeUsed"/> or <see cref="Return"/>.</summary>
    public int TakeSlot() => _chains.TakeSlot();

    /// <summary>Puts back a slot that was not posted, the last one taken first; or one whose device has been stopped.</summary>
    public void Return(int slot) => _chains.Return(slot);

    /// <summary>Makes the queue as it was at first. Only while the device does not run.</summary>
    public abstract void Reset();

    /// <summary>Writes one entry of a slot's indirect table. For <see cref="ChainWriter"/>.</summary>
    /// <param name="slot">From <see cref="TakeSlot"/>.</param>
    /// <param name="index">Of the entry, 0 on without a gap.</param>
    /// <param name="address">Guest-physical.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="isWritable">The device writes there.</param>
    /// <param name="isLast">No other entry follows.</param>
    public abstract void WriteEntry(int slot, int index, ulong address, uint length, bool isWritable, bool isLast);

    /// <summary>Gives the chain in the slot's table to the device; <see cref="TakeNotification"/> says whether to tell it.</summary>
    /// <param name="slot">From <see cref="TakeSlot"/>.</param>
    /// <param name="count">Descriptors in its table, at least 1.</param>
    /// <param name="writableBytes">Bytes of the chain that the device may write, at least 1.</param>
    public abstract void Post(int slot, int count, uint writableBytes);

    /// <summary>True when chains were posted since the last call and the device wants to be told of them.</summary>
    public abstract bool TakeNotification();

    /// <summary>Takes one answer off the ring; its slot is free again. Everything that the device wrote is read once and checked.</summary>
    /// <param name="slot">Whose answer it is.</param>
    /// <param name="length">Bytes that the device claims to have written: 0, the shortest answer up to what the chain has room
    /// for, or <see cref="LengthUnknown"/>.</param>
    /// <param name="fault">Anything but None: the device is broken, nothing was taken.</param>
    /// <returns>True when an answer was taken.</returns>
    public abstract bool TakeUsed(out int slot, out int length, out PoisonReason fault);

    /// <summary>Asks for an interrupt at the next answer. True when an answer is there already: take it instead of sleeping.</summary>
    public abstract bool ArmInterrupt();

    /// <summary>Asks for no interrupts. A split ring with EVENT_IDX may still have one after 65535 answers.</summary>
    public abstract void DisarmInterrupt();

    /// <summary>
    /// vring_need_event (virtio 1.2 §2.7.10): whether going from <paramref name="from"/> to <paramref name="to"/> passes
    /// <paramref name="wanted"/>.
    /// </summary>
    private protected static bool HasPassed(ushort wanted, ushort to, ushort from) => (ushort)(to - wanted - 1) < (ushort)(to - from);
}
