// The pool of all openings of the system; FileOperations takes from it, OpenFile.Release gives back.
namespace Vfs;

using Kernel.Abi;
using Vfs.Locks;

/// <summary>A fixed number of <see cref="OpenFile"/>s (file-nr).</summary>
public sealed class OpenFileTable
{
    private readonly LockTable _locks;
    private OpenFile? _free;

    /// <param name="positions">Where threads wait that read or write through the same opening at the same time.</param>
    public OpenFileTable(int capacity, LockTable locks, WaitQueue positions)
    {
        Capacity = capacity;
        _locks = locks;
        Positions = positions;
        for (int index = 0; index < capacity; index++)
        {
            _free = new OpenFile(this) { Next = _free };
        }
    }

    public int Capacity { get; }

    public int InUse { get; private set; }

    internal WaitQueue Positions { get; }

    /// <summary>A fresh opening with one reference, nothing opened yet; ENFILE when none is left.</summary>
    internal Result<OpenFile> Take(OpenFlags flags)
    {
        OpenFile? file = _free;
        if (file == null)
        {
            return Errno.ENFILE;
        }

        _free = file.Next;
        file.Next = null;
        file.Start(flags);
        InUse++;
        return file;
    }

    internal void Return(OpenFile file)
    {
        _locks.ReleaseOwner(file);
        file.Finish();
        file.Next = _free;
        _free = file;
        InUse--;
    }
}
