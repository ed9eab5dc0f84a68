// flock(2) and fcntl(2) locks, all of them local: another guest or the host does not see them. FileTable and OpenFileTable release them.
namespace Vfs.Locks;

using Kernel.Abi;

/// <summary>
/// A pool of locks. A file is the same for two openings when its <see cref="VNode"/> is, which file systems guarantee.
/// Deadlocks among waiters are not looked for: there is one process, whose own range locks never conflict.
/// </summary>
public sealed class LockTable
{
    private readonly WaitQueue _waiters;
    private FileLock? _free;
    private FileLock? _held;

    public LockTable(int capacity, WaitQueue waiters)
    {
        Capacity = capacity;
        _waiters = waiters;
        for (int index = 0; index < capacity; index++)
        {
            _free = new FileLock { Next = _free };
        }
    }

    public int Capacity { get; }

    public int InUse { get; private set; }

    /// <summary>flock(2). EAGAIN (EWOULDBLOCK) when not <paramref name="waits"/>, EINTR, ENOLCK when the pool is empty.</summary>
    public Errno LockFile(OpenFile file, LockType type, bool waits)
    {
        if (file.IsPath)
        {
            return Errno.EBADF;
        }

        // A change of mode is not atomic on Linux either (flock(2), NOTES): the old lock goes first.
        Release(file.Node, file, isWholeFile: true);
        if (type == LockType.Unlock)
        {
            return Errno.None;
        }

        var range = new LockRange { Type = type, End = long.MaxValue };
        Errno error = WaitForConflict(file.Node, file, isWholeFile: true, in range, waits);
        return error != Errno.None ? error : Add(file.Node, file, isWholeFile: true, in range);
    }

    /// <summary>F_SETLK and F_SETLKW, or F_OFD_SETLK when <paramref name="owner"/> is the opening. EAGAIN, EBADF, EINTR, ENOLCK.</summary>
    public Errno LockRange(OpenFile file, object owner, in LockRange range, bool waits)
    {
        bool isAllowed = range.Type == LockType.Unlock || (range.Type == LockType.Read ? file.IsReadable : file.IsWritable);
        if (file.IsPath || !isAllowed)
        {
            return Errno.EBADF;
        }

        if (range.Type != LockType.Unlock)
        {
            Errno error = WaitForConflict(file.Node, owner, isWholeFile: false, in range, waits);
            if (error != Errno.None)
            {
                return error;
            }
        }

        // Splitting one lock takes two more at worst; checked first, so that nothing is done by halves.
        if (Capacity - InUse < 2)
        {
            return Errno.ENOLCK;
        }

        LockRange wanted = range;
        CarveOut(file.Node, owner, ref wanted);
        if (wanted.Type != LockType.Unlock)
        {
            Add(file.Node, owner, isWholeFile: false, in wanted);
        }

        _waiters.WakeAll();
        return Errno.None;
    }

    /// <summary>F_GETLK: the first lock in the way of <paramref name="range"/>, or its type set to Unlock.</summary>
    public Errno TestRange(OpenFile file, object owner, ref LockRange range)
    {
        if (file.IsPath)
        {
            return Errno.EBADF;
        }

        FileLock? conflict = FindConflict(file.Node, owner, isWholeFile: false, in range);
        if (conflict == null)
        {
            range.Type = LockType.Unlock;
        }
        else
        {
            range = conflict.Range;
        }

        return Errno.None;
    }

    /// <summary>close(2) of any descriptor of a file drops all range locks that the process has on it (fcntl(2)).</summary>
    public void ReleaseRanges(VNode node, object owner) => Release(node, owner, isWholeFile: false);

    /// <summary>The owner is gone: drops all it has.</summary>
    public void ReleaseOwner(object owner)
    {
        if (_held != null)
        {
            Release(null, owner, isWholeFile: true);
            Release(null, owner, isWholeFile: false);
        }
    }

    private static bool Overlaps(in LockRange one, in LockRange other) => one.Start <= other.End && other.Start <= one.End;

    private Errno WaitForConflict(VNode node, object owner, bool isWholeFile, in LockRange range, bool waits)
    {
        while (FindConflict(node, owner, isWholeFile, in range) != null)
        {
            if (!waits)
            {
                return Errno.EAGAIN;
            }

            Errno error = _waiters.Wait();
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    private FileLock? FindConflict(VNode node, object owner, bool isWholeFile, in LockRange range)
    {
        FileLock? held = _held;
        while (held != null)
        {
            bool isSame = held.Node == node && held.IsWholeFile == isWholeFile;
            bool excludes = held.Range.Type == LockType.Write || range.Type == LockType.Write;
            if (isSame && excludes && held.Owner != owner && Overlaps(in held.Range, in range))
            {
                return held;
            }

            held = held.Next;
        }

        return null;
    }

    /// <summary>Makes room for a range among the owner's own: unites it with its like, trims or splits the others.</summary>
    private void CarveOut(VNode node, object owner, ref LockRange wanted)
    {
        FileLock? held = _held;
        while (held != null)
        {
            FileLock? next = held.Next;
            bool isOurs = held.Node == node && held.Owner == owner && !held.IsWholeFile;
            bool isLike = isOurs && held.Range.Type == wanted.Type;
            bool touches = isLike && (Overlaps(in held.Range, in wanted)
                || (wanted.Start != 0 && held.Range.End == wanted.Start - 1)
                || (wanted.End != long.MaxValue && held.Range.Start == wanted.End + 1));
            if (touches)
            {
                wanted.Start = held.Range.Start < wanted.Start ? held.Range.Start : wanted.Start;
                wanted.End = held.Range.End > wanted.End ? held.Range.End : wanted.End;
                Remove(held);
            }
            else if (isOurs && !isLike && Overlaps(in held.Range, in wanted) && !Trim(held, in wanted))
            {
                Remove(held);
            }

            held = next;
        }
    }

    /// <summary>Takes a range out of a lock of another type; false when nothing is left.</summary>
    private bool Trim(FileLock held, in LockRange wanted)
    {
        bool hasHead = held.Range.Start < wanted.Start;
        bool hasTail = held.Range.End > wanted.End;
        if (hasHead && hasTail)
        {
            LockRange tail = held.Range;
            tail.Start = wanted.End + 1;
            Add(held.Node, held.Owner, isWholeFile: false, in tail);
        }

        if (hasHead)
        {
            held.Range.End = wanted.Start - 1;
        }
        else if (hasTail)
        {
            held.Range.Start = wanted.End + 1;
        }

        return hasHead || hasTail;
    }

    private Errno Add(VNode node, object owner, bool isWholeFile, in LockRange range)
    {
        FileLock? added = _free;
        if (added == null)
        {
            return Errno.ENOLCK;
        }

        _free = added.Next;
        added.Node = node;
        added.Owner = owner;
        added.IsWholeFile = isWholeFile;
        added.Range = range;
        added.Next = _held;
        _held = added;
        InUse++;
        return Errno.None;
    }

    private void Release(VNode? node, object owner, bool isWholeFile)
    {
        bool hasReleased = false;
        FileLock? held = _held;
        while (held != null)
        {
            FileLock? next = held.Next;
            if ((node == null || held.Node == node) && held.Owner == owner && held.IsWholeFile == isWholeFile)
            {
                Remove(held);
                hasReleased = true;
            }

            held = next;
        }

        if (hasReleased)
        {
            _waiters.WakeAll();
        }
    }

    private void Remove(FileLock held)
    {
        if (_held == held)
        {
            _held = held.Next;
        }
        else
        {
            FileLock before = _held!;
            while (before.Next != held)
            {
                before = before.Next!;
            }

            before.Next = held.Next;
        }

        held.Node = null!;
        held.Owner = null!;
        held.Next = _free;
        _free = held;
        InUse--;
    }
}
