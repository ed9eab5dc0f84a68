// One entry of a directory on its way from a file system to getdents64.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>A directory entry; <see cref="Name"/> borrows the file system's buffer.</summary>
public ref struct DirectoryEntry
{
    public ulong Inode;

    /// <summary>Opaque: pass it to continue after this entry. All 64 bits count (getdents64's d_off, Treaddir's offset).</summary>
    public ulong Cookie;

    /// <summary><see cref="FileType.Unknown"/> where the file system does not know without asking.</summary>
    public FileType Type;

    public ReadOnlySpan<byte> Name;
}
