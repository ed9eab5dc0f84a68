// An opening of a file: position, flags and the file system's handle, shared by all descriptors that dup(2) made of it.
namespace Vfs;

using Kernel.Abi;

/// <summary>POSIX's open file description; descriptors refer to it, it refers to a <see cref="VNode"/> through a <see cref="Dentry"/>.</summary>
public sealed class OpenFile
{
    /// <summary>What was opened; null for an object without a name (a pipe).</summary>
    public Dentry? Dentry;

    public VNode Node = null!;

    public OpenFlags Flags;

    /// <summary>Offset in bytes of the next read or write; the cookie in a directory.</summary>
    public long Position;

    /// <summary>Belongs to the file system: ninepfs keeps its Fid here. Null when closed.</summary>
    public object? Handle;

    /// <summary>Belongs to the file system as well: flags or an index, zero at open.</summary>
    public ulong HandleState;
}
