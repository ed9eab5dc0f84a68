// How a path operation treats its path: what the AT_* flags of the syscalls come down to.
namespace Vfs;

using System;

[Flags]
public enum LookupFlags
{
    None = 0,

    /// <summary>Act on a symbolic link itself (AT_SYMLINK_NOFOLLOW).</summary>
    NoFollow = 1,

    /// <summary>An empty path means the directory descriptor's own file, of any kind (AT_EMPTY_PATH).</summary>
    EmptyPath = 2,
}
