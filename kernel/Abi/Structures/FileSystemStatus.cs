// struct statfs of x86-64 (include/uapi/asm-generic/statfs.h): what statfs and fstatfs write to the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>120 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FileSystemStatus
{
    public long Type;
    public long BlockSize;
    public ulong Blocks;
    public ulong BlocksFree;
    public ulong BlocksAvailable;
    public ulong Files;
    public ulong FilesFree;
    public ulong FileSystemId;
    public long NameLength;
    public long FragmentSize;
    public long Flags;
    public long Spare0;
    public long Spare1;
    public long Spare2;
    public long Spare3;

    public static FileSystemStatus From(in FileSystemStatistics statistics) => new()
    {
        Type = statistics.Type,
        BlockSize = statistics.BlockSize,
        Blocks = statistics.Blocks,
        BlocksFree = statistics.BlocksFree,
        BlocksAvailable = statistics.BlocksAvailable,
        Files = statistics.Files,
        FilesFree = statistics.FilesFree,
        FileSystemId = statistics.FileSystemId,
        NameLength = statistics.NameLength,
        FragmentSize = statistics.BlockSize,
    };
}
