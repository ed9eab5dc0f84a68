// The mutexes that a thread held when it ended (set_robust_list(2)): each is marked, and one who waits for it is woken.
// Process calls it at the end of a thread.
namespace Kernel.Process;

using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Memory;

/// <summary>Documentation/locking/robust-futex-ABI.rst. The list is the app's and may be anything: a bad address ends the walk.</summary>
public sealed class RobustList
{
    /// <summary>sizeof(struct robust_list_head).</summary>
    public const ulong HeadSize = 24;

    /// <summary>ROBUST_LIST_LIMIT: lists may be circular.</summary>
    private const int LongestList = 2048;

    private const uint IdMask = 0x3FFFFFFF;
    private const uint OwnerDied = 0x40000000;
    private const uint HasWaiters = 0x80000000;

    /// <summary>Bit 0 of an entry: a mutex with priority inheritance, which nobody can lock here.</summary>
    private const ulong InheritanceBit = 1;

    private readonly UserMemory _memory;
    private readonly Futex _futex;

    public RobustList(UserMemory memory, Futex futex)
    {
        _memory = memory;
        _futex = futex;
    }

    /// <param name="address">Of the head.</param>
    /// <param name="id">The tid of the thread that ends.</param>
    public void Release(ulong address, int id)
    {
        if (_memory.Read(address, out Head head) != Errno.None)
        {
            return;
        }

        ulong pending = head.Pending & ~InheritanceBit;
        ulong entry = head.First;
        for (int count = 0; (entry & ~InheritanceBit) != address && count < LongestList; count++)
        {
            // The entry may be gone once its mutex is free.
            Errno error = _memory.Read(entry & ~InheritanceBit, out ulong next);
            if ((entry & ~InheritanceBit) != pending && (entry & InheritanceBit) == 0 && !Release(entry + head.Offset, (uint)id, isPending: false))
            {
                return;
            }

            if (error != Errno.None)
            {
                return;
            }

            entry = next;
        }

        if (pending != 0 && (head.Pending & InheritanceBit) == 0)
        {
            Release(pending + head.Offset, (uint)id, isPending: true);
        }
    }

    private bool Release(ulong address, uint id, bool isPending)
    {
        if ((address & 3) != 0 || _memory.Read(address, out uint word) != Errno.None)
        {
            return false;
        }

        if (isPending && word == 0)
        {
            // It had been unlocked already, and the wake-up was still to come.
            _futex.Wake(_futex.KeyOf(address, isPrivate: false), 1, Futex.AnyBit);
            return true;
        }

        if ((word & IdMask) != id)
        {
            return true;
        }

        if (_memory.Write(address, (word & HasWaiters) | OwnerDied) != Errno.None)
        {
            return false;
        }

        if ((word & HasWaiters) != 0)
        {
            _futex.Wake(_futex.KeyOf(address, isPrivate: false), 1, Futex.AnyBit);
        }

        return true;
    }

    /// <summary>struct robust_list_head.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Head
    {
        public ulong First;
        public ulong Offset;
        public ulong Pending;
    }
}
