// What stat(2) tells of a file; file systems fill it, the syscalls turn it into struct stat and struct statx.
namespace Kernel.Abi;

/// <summary>The attributes of a file, in the units of stat(2).</summary>
public struct Attributes
{
    /// <summary>The mount's device number (st_dev); set by the VFS, not by file systems.</summary>
    public ulong Device;

    public ulong Inode;

    /// <summary>Type and permission bits, see <see cref="FileMode"/>.</summary>
    public uint Mode;

    public uint Uid;
    public uint Gid;
    public ulong Links;

    /// <summary>st_rdev of a device node, in Linux's new_encode_dev form.</summary>
    public ulong SpecialDevice;

    /// <summary>Length in bytes.</summary>
    public long Size;

    /// <summary>Preferred I/O size in bytes (st_blksize).</summary>
    public long BlockSize;

    /// <summary>Allocated space in units of 512 bytes (st_blocks).</summary>
    public long Blocks;

    public Timespec AccessTime;
    public Timespec ModifyTime;
    public Timespec ChangeTime;
}

/// <summary>Which attributes to set, and to what: the one argument of chmod, chown, truncate and utimensat below the VFS.</summary>
public struct AttributeChanges
{
    public AttributeMask Mask;
    public uint Mode;
    public uint Uid;
    public uint Gid;
    public long Size;
    public Timespec AccessTime;
    public Timespec ModifyTime;
}

/// <summary>The valid bits of 9P2000.L Tsetattr (diod protocol.md); a time without its Set bit means "the server's now".</summary>
[System.Flags]
public enum AttributeMask : uint
{
    None = 0,
    Mode = 1,
    Uid = 2,
    Gid = 4,
    Size = 8,
    AccessTime = 0x10,
    ModifyTime = 0x20,
    ChangeTime = 0x40,
    AccessTimeSet = 0x80,
    ModifyTimeSet = 0x100,
}
