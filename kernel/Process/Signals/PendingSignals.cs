// Signals that have been sent and not yet taken, of one thread or of the whole process. SignalTable has one for each.
namespace Kernel.Process.Signals;

using System.Numerics;
using Kernel.Abi;
using Kernel.Abi.Structures;

/// <summary>A standard signal waits at most once; a realtime signal as often as it was sent, in that order (signal(7)).</summary>
public sealed class PendingSignals
{
    private const int FirstQueued = 32;

    /// <summary>Faults of the thread itself go first: SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS (kernel/signal.c, SYNCHRONOUS_MASK).</summary>
    private const ulong Synchronous = (1ul << 3) | (1ul << 4) | (1ul << 6) | (1ul << 7) | (1ul << 10) | (1ul << 30);

    private readonly SignalPool _pool;
    private int _first = SignalPool.None;
    private int _last = SignalPool.None;

    public PendingSignals(SignalPool pool)
    {
        _pool = pool;
    }

    /// <summary>Bit n-1 for each signal n that waits.</summary>
    public ulong Set { get; private set; }

    /// <summary>Notes a signal. EAGAIN when a realtime signal's value would be lost because the pool is empty.</summary>
    public Errno Add(in SignalInformation information)
    {
        ulong bit = 1ul << (information.Number - 1);
        if (information.Number < FirstQueued && (Set & bit) != 0)
        {
            return Errno.None;
        }

        int entry = _pool.Take(in information);
        if (entry != SignalPool.None)
        {
            Link(entry);
        }
        else if (information.Number >= FirstQueued && information.Code != SignalInformation.FromUser)
        {
            return Errno.EAGAIN;
        }

        Set |= bit;
        return Errno.None;
    }

    /// <summary>Takes out the signal of <paramref name="allowed"/> that is due first; false when there is none.</summary>
    public bool Take(ulong allowed, out SignalInformation information)
    {
        information = default;
        ulong due = Set & allowed;
        if (due == 0)
        {
            return false;
        }

        int number = BitOperations.TrailingZeroCount((due & Synchronous) != 0 ? due & Synchronous : due) + 1;
        bool hasMore = Unlink(number, ref information);
        if (information.Number == 0)
        {
            // There was no room for more than the bit.
            information = SignalInformation.Sent(number, SignalInformation.FromUser, 0, 0);
        }

        Set &= hasMore ? ulong.MaxValue : ~(1ul << (number - 1));
        return true;
    }

    /// <summary>Forgets the signals of a set.</summary>
    public void Discard(ulong set)
    {
        int previous = SignalPool.None;
        for (int entry = _first; entry != SignalPool.None;)
        {
            int next = _pool[entry].Next;
            if ((set >> (_pool[entry].Information.Number - 1) & 1) != 0)
            {
                Remove(entry, previous);
            }
            else
            {
                previous = entry;
            }

            entry = next;
        }

        Set &= ~set;
    }

    private void Link(int entry)
    {
        if (_last == SignalPool.None)
        {
            _first = entry;
        }
        else
        {
            _pool[_last].Next = entry;
        }

        _last = entry;
    }

    /// <summary>Takes the oldest entry of a signal out of the list; true when another one of the same signal follows.</summary>
    private bool Unlink(int number, ref SignalInformation information)
    {
        int previous = SignalPool.None;
        for (int entry = _first; entry != SignalPool.None;)
        {
            int next = _pool[entry].Next;
            if (_pool[entry].Information.Number != number)
            {
                previous = entry;
            }
            else if (information.Number != 0)
            {
                return true;
            }
            else
            {
                information = _pool[entry].Information;
                Remove(entry, previous);
            }

            entry = next;
        }

        return false;
    }

    private void Remove(int entry, int previous)
    {
        int next = _pool[entry].Next;
        if (previous == SignalPool.None)
        {
            _first = next;
        }
        else
        {
            _pool[previous].Next = next;
        }

        _last = _last == entry ? previous : _last;
        _pool.Return(entry);
    }
}
