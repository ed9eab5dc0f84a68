// The driver's side of a split virtqueue (virtio 1.2 §2.7), with no device in it; RingTransport posts chains to it and takes answers.
namespace Drivers.Virtio;

using NinePFs;

/// <summary>
/// One chain per slot, one slot per descriptor. Which slots are out, and how much the device may write to each, is kept here and
/// never read back from the shared memory: whatever the device writes there, nothing is freed twice or out of range.
/// </summary>
public sealed class SplitQueue<TMemory>
    where TMemory : struct, IQueueMemory
{
    private readonly QueueLayout _layout;
    private readonly bool _hasEventIndex;
    private readonly uint _shortestAnswer;
    private readonly ushort[] _freeSlots;

    // Bytes that the device may write to the chain in a slot; 0 when the device does not have the slot.
    private readonly uint[] _writableBytes;

    private TMemory _memory;
    private int _freeCount;
    private int _posted;
    private ushort _availableIndex;
    private ushort _notifiedIndex;
    private ushort _usedIndex;

    /// <param name="memory">At least <see cref="QueueLayout.Length"/> bytes, zeroed.</param>
    /// <param name="layout">Where the rings lie in it.</param>
    /// <param name="hasEventIndex">VIRTIO_F_EVENT_IDX was negotiated (§2.7.10).</param>
    /// <param name="shortestAnswer">Bytes; an answer of 1 to this less one is a fault of the device.</param>
    public SplitQueue(TMemory memory, QueueLayout layout, bool hasEventIndex, int shortestAnswer)
    {
        _memory = memory;
        _layout = layout;
        _hasEventIndex = hasEventIndex;
        _shortestAnswer = (uint)shortestAnswer;
        _freeSlots = new ushort[layout.Size];
        _writableBytes = new uint[layout.Size];
        FreeAll();
        DisarmInterrupt();
    }

    public int Size => _layout.Size;

    /// <summary>Slots that are taken, posted or not.</summary>
    public int InUse => Size - _freeCount;

    /// <summary>Makes the rings what they were at first. The device has been stopped and has let go of them.</summary>
    public void Reset()
    {
        for (int offset = 0; offset < _layout.TableAt(0); offset += 8)
        {
            _memory.Write64(offset, 0);
        }

        _availableIndex = 0;
        _notifiedIndex = 0;
        _usedIndex = 0;
        _posted = 0;
        FreeAll();
        DisarmInterrupt();
    }

    /// <summary>Takes a free slot; -1 when there is none. It comes back by <see cref="TakeUsed"/> or <see cref="Return"/>.</summary>
    public int TakeSlot() => _freeCount == 0 ? -1 : _freeSlots[--_freeCount];

    /// <summary>Puts back a slot that was not posted, or whose device has been stopped.</summary>
    public void Return(int slot)
    {
        if (_writableBytes[slot] != 0)
        {
            _writableBytes[slot] = 0;
            _posted--;
        }

        _freeSlots[_freeCount++] = (ushort)slot;
    }

    /// <summary>Gives the chain in the slot's table to the device; <see cref="TakeNotification"/> says whether to tell it.</summary>
    /// <param name="slot">From <see cref="TakeSlot"/>.</param>
    /// <param name="count">Descriptors in its table, at least 1.</param>
    /// <param name="writableBytes">Bytes of the chain that the device may write, at least 1.</param>
    public void Post(int slot, int count, uint writableBytes)
    {
        _writableBytes[slot] = writableBytes;
        _posted++;

        // Written whole every time: the device may have scribbled on the table since.
        int descriptor = _layout.DescriptorAt(slot);
        _memory.Write64(descriptor, _memory.AddressOf(_layout.TableAt(slot)));
        _memory.Write64(descriptor + 8, (ulong)(uint)(count * QueueLayout.DescriptorBytes) | ((ulong)DescriptorFlags.Indirect << 32));
        _memory.Write16(_layout.AvailableAt(_availableIndex & (Size - 1)), (ushort)slot);
        _availableIndex++;
        _memory.Write16(_layout.AvailableIndex, _availableIndex);
    }

    /// <summary>True when chains were posted since the last call and the device wants to be told of them (§2.7.13.4).</summary>
    public bool TakeNotification()
    {
        ushort from = _notifiedIndex;
        if (from == _availableIndex)
        {
            return false;
        }

        _notifiedIndex = _availableIndex;
        _memory.Barrier();
        return _hasEventIndex
            ? HasPassed(_memory.Read16(_layout.AvailableEvent), _availableIndex, from)
            : (_memory.Read16(_layout.Used) & RingFlags.NoNotify) == 0;
    }

    /// <summary>Takes one answer off the used ring; its slot is free again. Everything that the device wrote is read once and checked.</summary>
    /// <param name="slot">Whose answer it is.</param>
    /// <param name="length">Bytes that the device claims to have written: 0, or the shortest answer up to what the chain has room for.</param>
    /// <param name="fault">Anything but None: the device is broken, nothing was taken.</param>
    /// <returns>True when an answer was taken.</returns>
    public bool TakeUsed(out int slot, out int length, out PoisonReason fault)
    {
        slot = 0;
        length = 0;
        fault = PoisonReason.None;
        ushort waiting = (ushort)(_memory.Read16(_layout.UsedIndex) - _usedIndex);
        if (waiting == 0)
        {
            return false;
        }

        if (waiting > _posted)
        {
            fault = PoisonReason.UsedIndexJump;
            return false;
        }

        ulong element = _memory.Read64(_layout.UsedAt(_usedIndex & (Size - 1)));
        uint id = (uint)element;
        uint written = (uint)(element >> 32);
        fault = Judge(id, written);
        if (fault != PoisonReason.None)
        {
            return false;
        }

        _usedIndex++;
        slot = (int)id;
        length = (int)written;
        Return(slot);
        return true;
    }

    /// <summary>Asks for an interrupt at the next answer. True when an answer is there already: take it instead of sleeping.</summary>
    public bool ArmInterrupt()
    {
        if (_hasEventIndex)
        {
            _memory.Write16(_layout.UsedEvent, _usedIndex);
        }
        else
        {
            _memory.Write16(_layout.Available, 0);
        }

        _memory.Barrier();
        return _memory.Read16(_layout.UsedIndex) != _usedIndex;
    }

    /// <summary>Asks for no interrupts. With EVENT_IDX one may still come after 65535 answers.</summary>
    public void DisarmInterrupt()
    {
        if (_hasEventIndex)
        {
            _memory.Write16(_layout.UsedEvent, (ushort)(_usedIndex - 1));
        }
        else
        {
            _memory.Write16(_layout.Available, RingFlags.NoInterrupt);
        }
    }

    private void FreeAll()
    {
        for (int i = 0; i < Size; i++)
        {
            _freeSlots[i] = (ushort)(Size - 1 - i);
            _writableBytes[i] = 0;
        }

        _freeCount = Size;
    }

    /// <summary>vring_need_event of §2.7.10: whether going from <paramref name="from"/> to <paramref name="to"/> passes <paramref name="wanted"/>.</summary>
    private static bool HasPassed(ushort wanted, ushort to, ushort from) => (ushort)(to - wanted - 1) < (ushort)(to - from);

    private PoisonReason Judge(uint id, uint written)
    {
        if (id >= (uint)Size)
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

        return written != 0 && written < _shortestAnswer ? PoisonReason.UsedLengthTooShort : PoisonReason.None;
    }
}
