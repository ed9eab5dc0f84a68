// Asks for a file's attributes.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary>The bits of Tgetattr's request_mask and Rgetattr's valid.</summary>
[Flags]
public enum GetattrMask : ulong
{
    None = 0,
    Mode = 1,
    Links = 2,
    Uid = 4,
    Gid = 8,
    SpecialDevice = 0x10,
    AccessTime = 0x20,
    ModifyTime = 0x40,
    ChangeTime = 0x80,
    Inode = 0x100,
    Size = 0x200,
    Blocks = 0x400,

    /// <summary>All that stat(2) needs.</summary>
    Basic = 0x7FF,
}

/// <summary><c>size[4] Tgetattr tag[2] fid[4] request_mask[8]</c></summary>
public readonly struct Tgetattr(uint fid, GetattrMask mask) : IMessage<Tgetattr>
{
    public readonly uint Fid = fid;
    public readonly GetattrMask Mask = mask;

    public static MessageType Type => MessageType.Tgetattr;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid) & writer.TryWriteUInt64((ulong)Mask);

    public static bool TryDecode(scoped ref WireReader reader, out Tgetattr message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt64(out ulong mask);
        message = new Tgetattr(fid, (GetattrMask)mask);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendHex(ref text, " request_mask "u8, (ulong)Mask);
    }
}

/// <summary><c>
/// size[4] Rgetattr tag[2] valid[8] qid[13] mode[4] uid[4] gid[4] nlink[8] rdev[8] size[8] blksize[8] blocks[8]
/// atime_sec[8] atime_nsec[8] mtime_sec[8] mtime_nsec[8] ctime_sec[8] ctime_nsec[8] btime_sec[8] btime_nsec[8] gen[8] data_version[8]
/// </c></summary>
/// <remarks>The fields as they came: <see cref="AttributeRules"/> makes sense of them.</remarks>
public struct Rgetattr : IMessage<Rgetattr>
{
    public GetattrMask Valid;
    public Qid Qid;
    public uint Mode;
    public uint Uid;
    public uint Gid;
    public ulong Links;
    public ulong SpecialDevice;
    public ulong Size;
    public ulong BlockSize;
    public ulong Blocks;
    public Timespec AccessTime;
    public Timespec ModifyTime;
    public Timespec ChangeTime;
    public Timespec BirthTime;
    public ulong Generation;
    public ulong DataVersion;

    public static MessageType Type => MessageType.Rgetattr;

    public readonly bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt64((ulong)Valid) & writer.TryWriteQid(Qid) & writer.TryWriteUInt32(Mode) & writer.TryWriteUInt32(Uid)
            & writer.TryWriteUInt32(Gid) & writer.TryWriteUInt64(Links) & writer.TryWriteUInt64(SpecialDevice)
            & writer.TryWriteUInt64(Size) & writer.TryWriteUInt64(BlockSize) & writer.TryWriteUInt64(Blocks)
            & writer.TryWriteTime(AccessTime) & writer.TryWriteTime(ModifyTime) & writer.TryWriteTime(ChangeTime)
            & writer.TryWriteTime(BirthTime) & writer.TryWriteUInt64(Generation) & writer.TryWriteUInt64(DataVersion);

    public static bool TryDecode(scoped ref WireReader reader, out Rgetattr message)
    {
        message = default;
        bool isWhole = reader.TryReadUInt64(out ulong valid) & reader.TryReadQid(out message.Qid)
            & reader.TryReadUInt32(out message.Mode) & reader.TryReadUInt32(out message.Uid) & reader.TryReadUInt32(out message.Gid)
            & reader.TryReadUInt64(out message.Links) & reader.TryReadUInt64(out message.SpecialDevice)
            & reader.TryReadUInt64(out message.Size) & reader.TryReadUInt64(out message.BlockSize)
            & reader.TryReadUInt64(out message.Blocks) & reader.TryReadTime(out message.AccessTime)
            & reader.TryReadTime(out message.ModifyTime) & reader.TryReadTime(out message.ChangeTime)
            & reader.TryReadTime(out message.BirthTime) & reader.TryReadUInt64(out message.Generation)
            & reader.TryReadUInt64(out message.DataVersion);
        message.Valid = (GetattrMask)valid;
        return isWhole;
    }

    public readonly void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendHex(ref text, " valid "u8, (ulong)Valid);
        FieldText.AppendQid(ref text, " qid "u8, Qid);
        FieldText.AppendMode(ref text, " mode "u8, Mode);
        FieldText.AppendNumber(ref text, " uid "u8, Uid);
        FieldText.AppendNumber(ref text, " gid "u8, Gid);
        FieldText.AppendNumber(ref text, " nlink "u8, Links);
        FieldText.AppendHex(ref text, " rdev "u8, SpecialDevice);
        FieldText.AppendNumber(ref text, " size "u8, Size);
        FieldText.AppendNumber(ref text, " blksize "u8, BlockSize);
        FieldText.AppendNumber(ref text, " blocks "u8, Blocks);
        FieldText.AppendTime(ref text, " atime "u8, AccessTime);
        FieldText.AppendTime(ref text, " mtime "u8, ModifyTime);
        FieldText.AppendTime(ref text, " ctime "u8, ChangeTime);
        FieldText.AppendTime(ref text, " btime "u8, BirthTime);
        FieldText.AppendNumber(ref text, " gen "u8, Generation);
        FieldText.AppendNumber(ref text, " data_version "u8, DataVersion);
    }
}
