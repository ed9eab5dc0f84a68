// struct statx (include/uapi/linux/stat.h): what statx writes to the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>struct statx_timestamp, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ExtendedTimestamp
{
    public long Seconds;
    public uint Nanoseconds;
    public int Reserved;

    public static ExtendedTimestamp From(in Timespec time) => new() { Seconds = time.Seconds, Nanoseconds = (uint)time.Nanoseconds };
}

/// <summary>256 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
public struct ExtendedFileStatus
{
    /// <summary>STATX_BASIC_STATS: everything that struct stat has.</summary>
    public const uint BasicStatistics = 0x7FF;

    public uint Mask;
    public uint BlockSize;
    public ulong AttributeFlags;
    public uint Links;
    public uint Uid;
    public uint Gid;
    public ushort Mode;
    public ushort Spare0;
    public ulong Inode;
    public ulong Size;
    public ulong Blocks;
    public ulong AttributeFlagsMask;
    public ExtendedTimestamp AccessTime;
    public ExtendedTimestamp BirthTime;
    public ExtendedTimestamp ChangeTime;
    public ExtendedTimestamp ModifyTime;
    public uint SpecialDeviceMajor;
    public uint SpecialDeviceMinor;
    public uint DeviceMajor;
    public uint DeviceMinor;

    public static ExtendedFileStatus From(in Attributes attributes) => new()
    {
        Mask = BasicStatistics,
        BlockSize = (uint)attributes.BlockSize,
        Links = (uint)attributes.Links,
        Uid = attributes.Uid,
        Gid = attributes.Gid,
        Mode = (ushort)attributes.Mode,
        Inode = attributes.Inode,
        Size = (ulong)attributes.Size,
        Blocks = (ulong)attributes.Blocks,
        AccessTime = ExtendedTimestamp.From(in attributes.AccessTime),
        ChangeTime = ExtendedTimestamp.From(in attributes.ChangeTime),
        ModifyTime = ExtendedTimestamp.From(in attributes.ModifyTime),
        SpecialDeviceMajor = Major(attributes.SpecialDevice),
        SpecialDeviceMinor = Minor(attributes.SpecialDevice),
        DeviceMajor = Major(attributes.Device),
        DeviceMinor = Minor(attributes.Device),
    };

    // new_encode_dev (include/linux/kdev_t.h): minor 7..0 below, major 19..8, minor 31..20 above.
    private static uint Major(ulong device) => (uint)(device >> 8) & 0xFFF;

    private static uint Minor(ulong device) => (uint)(device & 0xFF) | ((uint)(device >> 12) & 0xFFF00);
}
