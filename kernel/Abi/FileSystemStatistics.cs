// What statfs(2) tells of a mounted file system.
namespace Kernel.Abi;

/// <summary>The fields of struct statfs; block counts are in units of <see cref="BlockSize"/> bytes.</summary>
public struct FileSystemStatistics
{
    /// <summary>f_type: V9FS_MAGIC 0x01021997, RAMFS_MAGIC 0x858458f6, PROC_SUPER_MAGIC 0x9fa0 …</summary>
    public uint Type;
    public uint BlockSize;
    public ulong Blocks;
    public ulong BlocksFree;
    public ulong BlocksAvailable;
    public ulong Files;
    public ulong FilesFree;
    public ulong FileSystemId;
    public uint NameLength;
}
