// What file systems have in common whose files have no names: pipes, sockets, event counters. Those derive from it.
namespace Vfs;

using Kernel.Abi;

/// <summary>Mounted nowhere: its nodes are made by syscalls and reached by descriptors only.</summary>
public abstract class NamelessFileSystem : FileSystem
{
    private readonly uint _magic;

    /// <param name="magic">f_type of statfs(2).</param>
    protected NamelessFileSystem(uint magic)
    {
        _magic = magic;
    }

    /// <summary>There is none: nothing walks here.</summary>
    public sealed override VNode Root => null!;

    public sealed override Errno Walk(VNode start, scoped in WalkNames names, out WalkOutcome walk)
    {
        walk = default;
        return Errno.ENOTDIR;
    }

    public sealed override Errno GetStatistics(out FileSystemStatistics statistics)
    {
        statistics = new FileSystemStatistics { Type = _magic, BlockSize = 4096, NameLength = Limits.Name };
        return Errno.None;
    }
}
