// Makes stat(2) attributes and statfs(2) figures of what a server answered, whatever it left out or made up. NinePNode and
// NinePFileSystem call it.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Messages;

public static class AttributeRules
{
    private const uint DefaultBlockSize = 4096;

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Fills the attributes. EOVERFLOW when the size does not fit in off_t (G3).</summary>
    /// <param name="type">What the qid said the file is: for a server that does not answer the mode (G1).</param>
    public static Errno Apply(in Rgetattr reply, FileType type, out Attributes attributes)
    {
        attributes = default;
        if (reply.Size > long.MaxValue)
        {
            return Errno.EOVERFLOW;
        }

        attributes.Inode = reply.Qid.Path;
        attributes.Mode = ModeOf(reply, type);
        attributes.Uid = reply.Uid;
        attributes.Gid = reply.Gid;
        attributes.Links = (reply.Valid & GetattrMask.Links) != 0 ? reply.Links : 1;

        // The host's dev_t has the bits of new_encode_dev in its low half, and more than that no guest can name.
        attributes.SpecialDevice = (uint)reply.SpecialDevice;
        attributes.Size = (long)reply.Size;
        attributes.BlockSize = reply.BlockSize is 0 or > int.MaxValue ? DefaultBlockSize : (long)reply.BlockSize;
        attributes.Blocks = (long)Math.Min(reply.Blocks, long.MaxValue);
        attributes.AccessTime = Normal(reply.AccessTime);
        attributes.ModifyTime = Normal(reply.ModifyTime);
        attributes.ChangeTime = Normal(reply.ChangeTime);
        return Errno.None;
    }

    /// <summary>V9FS_MAGIC whatever the host's file system is, as Linux shows a 9P mount (include/uapi/linux/magic.h).</summary>
    public static FileSystemStatistics Apply(in Rstatfs reply) => new()
    {
        Type = NinePFileSystem.Magic,
        BlockSize = reply.BlockSize == 0 ? DefaultBlockSize : reply.BlockSize, // S1
        Blocks = reply.Blocks,
        BlocksFree = reply.BlocksFree,
        BlocksAvailable = reply.BlocksAvailable,
        Files = reply.Files,
        FilesFree = reply.FilesFree,
        FileSystemId = reply.FileSystemId,
        NameLength = reply.NameLength == 0 ? Limits.Name : Math.Min(reply.NameLength, Limits.Name),
    };

    /// <summary>The mode is trusted even where it contradicts the qid (G2); only a missing or impossible type comes from the qid.</summary>
    private static uint ModeOf(in Rgetattr reply, FileType type)
    {
        uint mode = (reply.Valid & GetattrMask.Mode) != 0 ? reply.Mode : type == FileType.Directory ? 0x1EDu : 0x1A4u;
        uint bits = mode & (FileMode.TypeMask | FileMode.PermissionMask);
        bool isKnown = FileMode.TypeOf(bits) is FileType.Fifo or FileType.CharacterDevice or FileType.Directory
            or FileType.BlockDevice or FileType.Regular or FileType.SymbolicLink or FileType.Socket;
        return isKnown ? bits : (bits & FileMode.PermissionMask) | FileMode.TypeBits(type);
    }

    private static Timespec Normal(Timespec time) =>
        new(time.Seconds, time.Nanoseconds is >= 0 and < NanosecondsPerSecond ? time.Nanoseconds : 0);
}
