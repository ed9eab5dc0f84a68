// The driver's side of a split virtqueue (virtio 1.2 §2.7), with no device in it; RingTransport posts chains to it and takes answers.
namespace Drivers.Virtio;

using NinePFs;

/// <summary>A slot's chain hangs from the descriptor of the same number.</summary>
public sealed class SplitQueue<TMemory> : Queue
    where TMemory : struct, IQueueMemory
{
    private readonly SplitLayout _layout;
    private readonly PostedChains _chains;
    private readonly bool _hasEventIndex;
    private TMemory _memory;
    private ushort _availableIndex;
    private ushort _notifiedIndex;
    private ushort _usedIndex;

    /// <param name="memory">At least <see cref="QueueLayout.Length"/> bytes, zeroed.</param>
    /// <param name="layout">Where the rings lie in it.</param>
    /// <param name="chains">Of as many slots as the layout; with VIRTIO_F_IN_ORDER that is every descriptor.</param>
    /// <param name="hasEventIndex">VIRTIO_F_EVENT_IDX was negotiated (§2.7.10).</param>
    public SplitQueue(TMemory memory, SplitLayout layout, PostedChains chains, bool hasEventIndex)
        : base(layout, chains)
    {
        _memory = memory;
        _layout = layout;
        _chains = chains;
        _hasEventIndex = hasEventIndex;
        DisarmInterrupt();
    }

    public override ushort NextPosition => _availableIndex;

    private int Mask => _layout.Size - 1;

    public override void Reset()
    {
        for (int offset = 0; offset < _layout.RingLength; offset += sizeof(ulong))
        {
            _memory.Write64(offset, 0);
        }

        _chains.Reset();
        _availableIndex = 0;
        _notifiedIndex = 0;
        _usedIndex = 0;
        DisarmInterrupt();
    }

    public override void WriteEntry(int slot, int index, ulong address, uint length, bool isWritable, bool isLast)
    {
        DescriptorFlags flags = (isWritable ? DescriptorFlags.Write : 0) | (isLast ? 0 : DescriptorFlags.Next);
        int entry = _layout.TableAt(slot) + (index * QueueLayout.DescriptorBytes);
        _memory.Write64(entry, address);
        _memory.Write64(entry + 8, length | ((ulong)flags << 32) | (isLast ? 0 : (ulong)(index + 1) << 48));
    }

    public override void Post(int slot, int count, uint writableBytes)
    {
        _chains.Post(slot, writableBytes);

        // Written whole every time: the device may have scribbled on the table since.
        int descriptor = _layout.DescriptorAt(slot);
        _memory.Write64(descriptor, _memory.AddressOf(_layout.TableAt(slot)));
        _memory.Write64(descriptor + 8, (ulong)(uint)(count * QueueLayout.DescriptorBytes) | ((ulong)DescriptorFlags.Indirect << 32));
        _memory.Write16(_layout.AvailableAt(_availableIndex & Mask), (ushort)slot);
        _availableIndex++;
        _memory.Write16(_layout.AvailableIndex, _availableIndex);
    }

    /// <inheritdoc/>
    /// <remarks>§2.7.13.4.</remarks>
    public override bool TakeNotification()
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
            : (_memory.Read16(_layout.DeviceArea) & RingFlags.NoNotify) == 0;
    }

    public override bool TakeUsed(out int slot, out int length, out PoisonReason fault)
    {
        slot = 0;
        length = 0;
        fault = PoisonReason.None;
        ushort waiting = (ushort)(_memory.Read16(_layout.UsedIndex) - _usedIndex);
        if (waiting == 0 && !_chains.HasAnswered)
        {
            return false;
        }

        // The index covers a batch in order as well, each chain of it (§2.7.9).
        if (waiting == 0 || waiting > _chains.Count)
        {
            fault = PoisonReason.UsedIndexJump;
            return false;
        }

        if (!_chains.HasAnswered)
        {
            ulong element = _memory.Read64(_layout.UsedAt(_usedIndex & Mask));
            fault = _chains.Accept((uint)element, (uint)(element >> 32));
            if (fault != PoisonReason.None)
            {
                return false;
            }
        }

        _usedIndex++;
        slot = _chains.TakeAnswered(out length);
        return true;
    }

    public override bool ArmInterrupt()
    {
        if (_hasEventIndex)
        {
            _memory.Write16(_layout.UsedEvent, _usedIndex);
        }
        else
        {
            _memory.Write16(_layout.DriverArea, 0);
        }

        _memory.Barrier();
        return _memory.Read16(_layout.UsedIndex) != _usedIndex;
    }

    public override void DisarmInterrupt()
    {
        if (_hasEventIndex)
        {
            _memory.Write16(_layout.UsedEvent, (ushort)(_usedIndex - 1));
        }
        else
        {
            _memory.Write16(_layout.DriverArea, RingFlags.NoInterrupt);
        }
    }
}
