// Which slots of a queue are free, which ones the device has, and how much it may write to each; both kinds of Queue keep one.
namespace Drivers.Virtio;

using NinePFs;

/// <summary>
/// All of it lives in the driver's own memory and is never read back from the ring: whatever the device writes there, nothing
/// is freed twice or out of range (Q1, Q2, Q4, Q5).
/// </summary>
public sealed class PostedChains
{
    private readonly bool _isInOrder;
    private readonly uint _shortestAnswer;

    // A ring of the free slots: taken at the head. In order, answered ones go to its end, so that slots come round as descriptors do.
    private readonly ushort[] _free;

    // Bytes that the device may write to the chain in a slot; 0 when the device does not have the slot.
    private readonly uint[] _writableBytes;

    // In order: a ring of the posted slots, oldest first.
    private readonly ushort[] _order;

    private int _freeHead;
    private int _freeCount;
    private int _orderHead;
    private int _answered;
    private int _answeredLength;

    /// <param name="slots">All of them.</param>
    /// <param name="isInOrder">VIRTIO_F_IN_ORDER was negotiated (virtio 1.2 §2.7.9, §2.8.12).</param>
    /// <param name="shortestAnswer">Bytes; an answer of 1 to this less one is a fault of the device.</param>
    public PostedChains(int slots, bool isInOrder, int shortestAnswer)
    {
        _isInOrder = isInOrder;
        _shortestAnswer = (uint)shortestAnswer;
        _free = new ushort[slots];
        _writableBytes = new uint[slots];
        _order = new ushort[isInOrder ? slots : 0];
        Reset();
    }

    /// <summary>Slots that the device has.</summary>
    public int Count { get; private set; }

    /// <summary>Slots that are taken, posted or not.</summary>
    public int InUse => _free.Length - _freeCount;

    /// <summary>An answer was accepted and <see cref="TakeAnswered"/> has not yet given out all that it covers.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>All slots are free again.</summary>
    public void Reset()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            _free[i] = (ushort)i;
            _writableBytes[i] = 0;
        }

        _freeHead = 0;
        _freeCount = _free.Length;
        _orderHead = 0;
        Count = 0;
        HasAnswered = false;
    }

    /// <summary>Takes a free slot; -1 when there is none.</summary>
    public int TakeSlot()
    {
        if (_freeCount == 0)
        {
            return -1;
        }

        int slot = _free[_freeHead];
        _freeHead = Wrap(_freeHead + 1);
        _freeCount--;
        return slot;
    }

    /// <summary>Puts back a slot that was not posted, or whose device has been stopped.</summary>
    public void Return(int slot)
    {
        if (_writableBytes[slot] != 0)
        {
            _writableBytes[slot] = 0;
            Count--;
        }

        _freeHead = Wrap(_freeHead - 1 + _free.Length);
        _free[_freeHead] = (ushort)slot;
        _freeCount++;
    }

    /// <param name="slot">From <see cref="TakeSlot"/>.</param>
    /// <param name="writableBytes">Bytes of its chain that the device may write, at least 1.</param>
    public void Post(int slot, uint writableBytes)
    {
        _writableBytes[slot] = writableBytes;
        if (_isInOrder)
        {
            _order[Wrap(_orderHead + Count)] = (ushort)slot;
        }

        Count++;
    }

    /// <summary>Judges what the device says it has used. When that is sound, <see cref="TakeAnswered"/> gives out the slots.</summary>
    public PoisonReason Accept(uint id, uint written)
    {
        if (id >= (uint)_free.Length)
        {
            return PoisonReason.UsedIdOutOfRange;
        }

        uint room = _writableBytes[(int)id];
        if (room == 0)
        {
            return PoisonReason.UsedIdNotPending;
        }

        if (written > room)
        {
            return PoisonReason.UsedLengthTooLarge;
        }

        if (written != 0 && written < _shortestAnswer)
        {
            return PoisonReason.UsedLengthTooShort;
        }

        _answered = (int)id;
        _answeredLength = (int)written;
        HasAnswered = true;
        return PoisonReason.None;
    }

    /// <summary>
    /// Frees and gives out the next slot that the accepted answer covers: in order those before it as well, with a length nobody knows.
    /// </summary>
    public int TakeAnswered(out int length)
    {
        int slot = _answered;
        if (_isInOrder)
        {
            slot = _order[_orderHead];
            _orderHead = Wrap(_orderHead + 1);
        }

        HasAnswered = slot != _answered;
        length = HasAnswered ? Queue.LengthUnknown : _answeredLength;
        if (_isInOrder)
        {
            _writableBytes[slot] = 0;
            Count--;
            _free[Wrap(_freeHead + _freeCount)] = (ushort)slot;
            _freeCount++;
        }
        else
        {
            Return(slot);
        }

        return slot;
    }

    private int Wrap(int position) => position >= _free.Length ? position - _free.Length : position;
}
