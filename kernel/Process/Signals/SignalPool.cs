// All signals that can wait with what they say of themselves, made at boot; PendingSignals takes and gives back.
namespace Kernel.Process.Signals;

using Kernel.Abi.Structures;

/// <summary>Entries by index, linked by whoever holds them; -1 ends a list.</summary>
public sealed class SignalPool
{
    public const int None = -1;

    private readonly Entry[] _entries;
    private int _free;

    /// <param name="capacity">RLIMIT_SIGPENDING.</param>
    public SignalPool(int capacity)
    {
        _entries = new Entry[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _entries[index].Next = index + 1 == capacity ? None : index + 1;
        }
    }

    public int Capacity => _entries.Length;

    public int InUse { get; private set; }

    internal ref Entry this[int index] => ref _entries[index];

    /// <summary>An entry with <see cref="Entry.Next"/> None, or None when all are taken.</summary>
    internal int Take(in SignalInformation information)
    {
        int index = _free;
        if (InUse == _entries.Length)
        {
            return None;
        }

        _free = _entries[index].Next;
        _entries[index].Information = information;
        _entries[index].Next = None;
        InUse++;
        return index;
    }

    internal void Return(int index)
    {
        _entries[index].Next = _free;
        _free = index;
        InUse--;
    }

    internal struct Entry
    {
        public SignalInformation Information;
        public int Next;
    }
}
