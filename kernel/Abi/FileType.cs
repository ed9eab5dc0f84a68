// The kinds of file: the DT_* values of getdents64 and the S_IFMT bits of st_mode, and how one becomes the other.
namespace Kernel.Abi;

/// <summary>The d_type values of readdir(3); shifted left by 12 they are the type bits of st_mode (inode(7)).</summary>
public enum FileType : byte
{
    Unknown = 0,
    Fifo = 1,
    CharacterDevice = 2,
    Directory = 4,
    BlockDevice = 6,
    Regular = 8,
    SymbolicLink = 10,
    Socket = 12,
}

/// <summary>The bits of st_mode (inode(7)).</summary>
public static class FileMode
{
    public const uint TypeMask = 0xF000;
    public const uint PermissionMask = 0xFFF;

    public static uint TypeBits(FileType type) => (uint)type << 12;

    public static FileType TypeOf(uint mode) => (FileType)((mode & TypeMask) >> 12);
}
