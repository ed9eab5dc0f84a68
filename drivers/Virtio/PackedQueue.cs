// The driver's side of a packed virtqueue (virtio 1.2 §2.8), with no device in it; RingTransport posts chains to it and takes answers.
namespace Drivers.Virtio;

using NinePFs;

/// <summary>
/// A chain is one descriptor at the next position of the ring, with its slot as buffer id; the device overwrites descriptors in
/// the order in which it answers. A position says by two bits of its flags whose it is, and their meaning turns round with each lap.
/// </summary>
public sealed class PackedQueue<TMemory> : Queue
    where TMemory : struct, IQueueMemory
{
    private readonly PackedLayout _layout;
    private readonly PostedChains _chains;
    private readonly bool _hasEventIndex;
    private TMemory _memory;

    // Positions, and the wrap counters that begin as 1 (§2.8.1).
    private int _next;
    private bool _nextWrap;
    private int _used;
    private bool _usedWrap;
    private int _unnotified;

    /// <param name="memory">At least <see cref="QueueLayout.Length"/> bytes, zeroed.</param>
    /// <param name="layout">Where the ring lies in it.</param>
    /// <param name="chains">Of as many slots as the layout.</param>
    /// <param name="hasEventIndex">VIRTIO_F_EVENT_IDX was negotiated: an interrupt can be asked for at a position (§2.8.14).</param>
    public PackedQueue(TMemory memory, PackedLayout layout, PostedChains chains, bool hasEventIndex)
        : base(layout, chains)
    {
        _memory = memory;
        _layout = layout;
        _chains = chains;
        _hasEventIndex = hasEventIndex;
        _nextWrap = true;
        _usedWrap = true;
        DisarmInterrupt();
    }

    public override ushort NextPosition => Position(_next, _nextWrap);

    public override void Reset()
    {
        for (int offset = 0; offset < _layout.RingLength; offset += sizeof(ulong))
        {
            _memory.Write64(offset, 0);
        }

        _chains.Reset();
        _next = 0;
        _used = 0;
        _unnotified = 0;
        _nextWrap = true;
        _usedWrap = true;
        DisarmInterrupt();
    }

    /// <inheritdoc/>
    /// <remarks>In a table of this kind the order is that of the entries, and Next is not used (§2.8.7).</remarks>
    public override void WriteEntry(int slot, int index, ulong address, uint length, bool isWritable, bool isLast)
    {
        DescriptorFlags flags = isWritable ? DescriptorFlags.Write : 0;
        int entry = _layout.TableAt(slot) + (index * QueueLayout.DescriptorBytes);
        _memory.Write64(entry, address);
        _memory.Write64(entry + 8, length | ((ulong)flags << 48));
    }

    public override void Post(int slot, int count, uint writableBytes)
    {
        _chains.Post(slot, writableBytes);
        DescriptorFlags flags = DescriptorFlags.Indirect | (_nextWrap ? DescriptorFlags.Available : DescriptorFlags.Used);
        int descriptor = _layout.DescriptorAt(_next);
        _memory.Write64(descriptor, _memory.AddressOf(_layout.TableAt(slot)));

        // Length, id and flags in one store: the device has the descriptor when it sees the flags.
        _memory.Write64(
            descriptor + 8, (uint)(count * QueueLayout.DescriptorBytes) | ((ulong)slot << 32) | ((ulong)flags << 48));
        Advance(ref _next, ref _nextWrap);
        _unnotified++;
    }

    /// <inheritdoc/>
    /// <remarks>§2.8.21.3.1.</remarks>
    public override bool TakeNotification()
    {
        int count = _unnotified;
        if (count == 0)
        {
            return false;
        }

        _unnotified = 0;
        _memory.Barrier();
        ulong suppression = _memory.Read64(_layout.DeviceArea);
        var flags = (ushort)(suppression >> 16);
        if (flags != EventFlags.AtDescriptor)
        {
            return flags != EventFlags.Disable;
        }

        // Both on one scale: a position of the lap before lies a ring's size back.
        bool isSameLap = ((suppression & EventFlags.WrapBit) != 0) == _nextWrap;
        int wanted = (int)(suppression & EventFlags.OffsetMask) - (isSameLap ? 0 : _layout.Size);
        return HasPassed((ushort)wanted, (ushort)_next, (ushort)(_next - count));
    }

    public override bool TakeUsed(out int slot, out int length, out PoisonReason fault)
    {
        slot = 0;
        length = 0;
        fault = PoisonReason.None;
        if (!_chains.HasAnswered)
        {
            // Length, id and flags in one load: they belong together.
            ulong descriptor = _memory.Read64(_layout.DescriptorAt(_used) + 8);
            if (!IsUsed(descriptor))
            {
                return false;
            }

            fault = _chains.Count == 0
                ? PoisonReason.UsedIndexJump
                : _chains.Accept((ushort)(descriptor >> 32), (uint)descriptor);
            if (fault != PoisonReason.None)
            {
                return false;
            }
        }

        Advance(ref _used, ref _usedWrap);
        slot = _chains.TakeAnswered(out length);
        return true;
    }

    public override bool ArmInterrupt()
    {
        _memory.Write64(
            _layout.DriverArea,
            _hasEventIndex ? Position(_used, _usedWrap) | ((ulong)EventFlags.AtDescriptor << 16) : (ulong)EventFlags.Enable << 16);
        _memory.Barrier();
        return _chains.HasAnswered || IsUsed(_memory.Read64(_layout.DescriptorAt(_used) + 8));
    }

    public override void DisarmInterrupt() => _memory.Write64(_layout.DriverArea, (ulong)EventFlags.Disable << 16);

    private static ushort Position(int offset, bool wrap) => (ushort)(offset | (wrap ? EventFlags.WrapBit : 0));

    // §2.8.1: both bits equal, and equal to the counter of the lap.
    private bool IsUsed(ulong descriptor)
    {
        var flags = (DescriptorFlags)(descriptor >> 48);
        return ((flags & DescriptorFlags.Used) != 0) == _usedWrap && ((flags & DescriptorFlags.Available) != 0) == _usedWrap;
    }

    private void Advance(ref int position, ref bool wrap)
    {
        if (++position == _layout.Size)
        {
            position = 0;
            wrap = !wrap;
        }
    }
}
