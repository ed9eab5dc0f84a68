// One lock that somebody holds; LockTable owns all of them.
namespace Vfs.Locks;

/// <summary>flock(2) locks and byte-range locks do not see each other (flock(2), NOTES).</summary>
internal sealed class FileLock
{
    public VNode Node = null!;

    /// <summary>Whose it is: the <see cref="OpenFile"/> of flock and F_OFD_SETLK, the process's <see cref="FileTable"/> of F_SETLK.</summary>
    public object Owner = null!;

    public bool IsWholeFile;

    public LockRange Range;

    public FileLock? Next;
}
