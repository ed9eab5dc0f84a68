// futex(2): threads that sleep until another one has changed a word of memory. The futex syscall and the end of a thread call it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Scheduling;

/// <summary>
/// One address space, so an address names a futex, unless it is in a shared mapping of a file. The kernel is not interrupted between looking at the
/// word and going to sleep, which is all the atomicity that a futex promises.
/// </summary>
public sealed class Futex
{
    /// <summary>FUTEX_BITSET_MATCH_ANY.</summary>
    public const uint AnyBit = uint.MaxValue;

    private readonly Scheduler _scheduler;
    private readonly UserMemory _memory;
    private readonly RegionTable _regions;
    private readonly ThreadQueue[] _buckets;

    /// <param name="buckets">Queues that the addresses are spread over; a power of two.</param>
    public Futex(Scheduler scheduler, UserMemory memory, RegionTable regions, int buckets)
    {
        _regions = regions;
        _scheduler = scheduler;
        _memory = memory;
        _buckets = new ThreadQueue[buckets];
        for (int index = 0; index < buckets; index++)
        {
            _buckets[index] = new ThreadQueue(scheduler);
        }
    }

    /// <summary>What names the futex at an address.</summary>
    /// <param name="isPrivate">FUTEX_PRIVATE_FLAG: nobody waits for it at another address.</param>
    public FutexKey KeyOf(ulong address, bool isPrivate)
    {
        int index = isPrivate ? -1 : _regions.Find(address);
        if (index < 0 || !_regions[index].IsShared)
        {
            return new FutexKey(address, null);
        }

        ref readonly Region region = ref _regions[index];
        return new FutexKey(region.Offset + (address - region.Start), region.File!.Node);
    }

    /// <summary>Sleeps while the word at <paramref name="address"/> is <paramref name="expected"/>.</summary>
    /// <param name="bits">Not 0: a <see cref="Wake"/> with none of them passes the thread by.</param>
    /// <param name="deadline">Nanoseconds since boot, or <see cref="Scheduler.Never"/>.</param>
    /// <returns>None when woken, EAGAIN when the word differs, ETIMEDOUT, EINTR, EFAULT, EINVAL.</returns>
    public Errno Wait(ulong address, bool isPrivate, uint expected, ulong deadline, uint bits)
    {
        Errno error = Check(address, expected);
        if (error != Errno.None)
        {
            return error;
        }

        Thread self = Current.Thread;
        self.FutexKey = KeyOf(address, isPrivate);
        self.FutexBits = bits;
        error = _scheduler.BlockUntil(BucketOf(self.FutexKey), deadline);
        self.FutexKey = default;
        return error;
    }

    /// <summary>
    /// Wakes up to <paramref name="count"/> threads, but at least one as Linux does, that wait for the futex with one of the bits, the
    /// longest sleeper first.
    /// </summary>
    /// <returns>How many.</returns>
    public int Wake(FutexKey key, int count, uint bits)
    {
        int woken = 0;
        count = Math.Max(count, 1);
        Thread? thread = BucketOf(key).Threads.First;
        while (thread != null && woken < count)
        {
            Thread? next = thread.Next;
            if (thread.FutexKey.Is(key) && (thread.FutexBits & bits) != 0)
            {
                _scheduler.Wake(thread);
                woken++;
            }

            thread = next;
        }

        return woken;
    }

    /// <summary>FUTEX_REQUEUE and FUTEX_CMP_REQUEUE: wakes some and lets others wait at another address.</summary>
    /// <param name="expected">The word that must be at <paramref name="address"/>, or null.</param>
    /// <param name="moved">Threads that wait at <paramref name="target"/> now.</param>
    /// <returns>How many were woken; EAGAIN when the word differs.</returns>
    public Result<int> Requeue(ulong address, bool isPrivate, int wakeLimit, int moveLimit, ulong target, uint? expected, out int moved)
    {
        moved = 0;
        if (expected.HasValue)
        {
            Errno error = Check(address, expected.GetValueOrDefault());
            if (error != Errno.None)
            {
                return error;
            }
        }

        FutexKey key = KeyOf(address, isPrivate);
        FutexKey targetKey = KeyOf(target, isPrivate);
        int woken = wakeLimit == 0 ? 0 : Wake(key, wakeLimit, AnyBit);
        ThreadList from = BucketOf(key).Threads;
        ThreadList to = BucketOf(targetKey).Threads;
        Thread? thread = from.First;
        Thread? last = from.Last;
        while (thread != null && moved < moveLimit)
        {
            Thread? next = thread == last ? null : thread.Next;
            if (thread.FutexKey.Is(key))
            {
                from.Remove(thread);
                thread.FutexKey = targetKey;
                to.AddLast(thread);
                moved++;
            }

            thread = next;
        }

        return woken;
    }

    /// <summary>
    /// FUTEX_WAKE_OP: changes the word at <paramref name="target"/>, wakes at the address, and at the target if its word was right for
    /// that.
    /// </summary>
    /// <returns>How many; EFAULT, EINVAL, ENOSYS.</returns>
    public Result<int> WakeAfter(ulong address, bool isPrivate, int count, ulong target, int targetCount, FutexOperation operation)
    {
        int old = 0;

        // The page is made writable first: nothing sleeps between looking at the word and changing it.
        Result<PhysicalAddress> page = (target & 3) != 0 ? Errno.EINVAL : _memory.Resolve(target, MemoryAccess.Write);
        Errno error = page.IsError ? page.Error : _memory.Read(target, out old);
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> changed = operation.Apply(old);
        Result<bool> wakesTarget = operation.Compare(old);
        error = changed.IsError ? changed.Error : wakesTarget.IsError ? wakesTarget.Error : _memory.Write(target, changed.Value);
        if (error != Errno.None)
        {
            return error;
        }

        int woken = Wake(KeyOf(address, isPrivate), count, AnyBit);
        return wakesTarget.Value ? woken + Wake(KeyOf(target, isPrivate), targetCount, AnyBit) : woken;
    }

    private Errno Check(ulong address, uint expected)
    {
        if ((address & 3) != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = _memory.Read(address, out uint value);
        return error != Errno.None ? error : value == expected ? Errno.None : Errno.EAGAIN;
    }

    private ThreadQueue BucketOf(in FutexKey key) => _buckets[(int)((key.Place >> 2) ^ (key.Place >> 12)) & (_buckets.Length - 1)];
}
