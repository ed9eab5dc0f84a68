// One file or directory that a change queue watches; it keeps the name alive, so that changes find it. ChangeNotices owns the pool.
namespace Vfs.Events;

internal sealed class ChangeWatch
{
    public ChangeQueue Queue = null!;
    public Dentry Dentry = null!;

    /// <summary>wd, from 1 on.</summary>
    public int Descriptor;
    public ChangeEvents Mask;
    public ChangeWatch? Next;
    public ChangeWatch? Previous;

    /// <summary>Whether a name leads to what is watched, by this way or by another.</summary>
    public bool IsOf(Dentry dentry) => dentry == Dentry || (dentry.Node != null && dentry.Node == Dentry.Node);
}
