// The virtio-mmio slots that the command line, ACPI or a guess tell of: where each is and which line it interrupts by.
// MmioShares looks what is in them.
namespace Drivers.Platform;

public readonly struct MmioSlot(ulong address, int line)
{
    /// <summary>Guest-physical.</summary>
    public readonly ulong Address = address;

    /// <summary>Global interrupt number.</summary>
    public readonly int Line = line;
}

/// <summary>Each address once; whoever tells first is believed.</summary>
public sealed class MmioSlots
{
    private readonly MmioSlot[] _slots;

    public MmioSlots(int capacity)
    {
        _slots = new MmioSlot[capacity];
    }

    public int Count { get; private set; }

    public MmioSlot this[int index] => _slots[index];

    /// <returns>False when the slot is known, or there is no room for it.</returns>
    public bool Add(ulong address, int line)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_slots[i].Address == address)
            {
                return false;
            }
        }

        if (Count == _slots.Length)
        {
            return false;
        }

        _slots[Count++] = new MmioSlot(address, line);
        return true;
    }
}
