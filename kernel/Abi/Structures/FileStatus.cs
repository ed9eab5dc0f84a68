// struct stat of x86-64 (arch/x86/include/uapi/asm/stat.h): what stat, fstat, lstat and newfstatat write to the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>144 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FileStatus
{
    public ulong Device;
    public ulong Inode;
    public ulong Links;
    public uint Mode;
    public uint Uid;
    public uint Gid;
    public uint Padding;
    public ulong SpecialDevice;
    public long Size;
    public long BlockSize;
    public long Blocks;
    public Timespec AccessTime;
    public Timespec ModifyTime;
    public Timespec ChangeTime;
    public long Unused0;
    public long Unused1;
    public long Unused2;

    public static FileStatus From(in Attributes attributes) => new()
    {
        Device = attributes.Device,
        Inode = attributes.Inode,
        Links = attributes.Links,
        Mode = attributes.Mode,
        Uid = attributes.Uid,
        Gid = attributes.Gid,
        SpecialDevice = attributes.SpecialDevice,
        Size = attributes.Size,
        BlockSize = attributes.BlockSize,
        Blocks = attributes.Blocks,
        AccessTime = attributes.AccessTime,
        ModifyTime = attributes.ModifyTime,
        ChangeTime = attributes.ChangeTime,
    };
}
