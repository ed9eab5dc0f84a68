// Tells how full the file system of a fid is.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tstatfs tag[2] fid[4]</c></summary>
public readonly struct Tstatfs(uint fid) : IMessage<Tstatfs>
{
    public readonly uint Fid = fid;

    public static MessageType Type => MessageType.Tstatfs;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid);

    public static bool TryDecode(scoped ref WireReader reader, out Tstatfs message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid);
        message = new Tstatfs(fid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
    }
}

/// <summary><c>
/// size[4] Rstatfs tag[2] type[4] bsize[4] blocks[8] bfree[8] bavail[8] files[8] ffree[8] fsid[8] namelen[4]
/// </c></summary>
public struct Rstatfs : IMessage<Rstatfs>
{
    public uint FileSystemType;
    public uint BlockSize;
    public ulong Blocks;
    public ulong BlocksFree;
    public ulong BlocksAvailable;
    public ulong Files;
    public ulong FilesFree;
    public ulong FileSystemId;
    public uint NameLength;

    public static MessageType Type => MessageType.Rstatfs;

    public readonly bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(FileSystemType) & writer.TryWriteUInt32(BlockSize) & writer.TryWriteUInt64(Blocks)
            & writer.TryWriteUInt64(BlocksFree) & writer.TryWriteUInt64(BlocksAvailable) & writer.TryWriteUInt64(Files)
            & writer.TryWriteUInt64(FilesFree) & writer.TryWriteUInt64(FileSystemId) & writer.TryWriteUInt32(NameLength);

    public static bool TryDecode(scoped ref WireReader reader, out Rstatfs message)
    {
        message = default;
        return reader.TryReadUInt32(out message.FileSystemType) && reader.TryReadUInt32(out message.BlockSize)
            && reader.TryReadUInt64(out message.Blocks) && reader.TryReadUInt64(out message.BlocksFree)
            && reader.TryReadUInt64(out message.BlocksAvailable) && reader.TryReadUInt64(out message.Files)
            && reader.TryReadUInt64(out message.FilesFree) && reader.TryReadUInt64(out message.FileSystemId)
            && reader.TryReadUInt32(out message.NameLength);
    }

    public readonly void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendHex(ref text, " type "u8, FileSystemType);
        FieldText.AppendNumber(ref text, " bsize "u8, BlockSize);
        FieldText.AppendNumber(ref text, " blocks "u8, Blocks);
        FieldText.AppendNumber(ref text, " bfree "u8, BlocksFree);
        FieldText.AppendNumber(ref text, " bavail "u8, BlocksAvailable);
        FieldText.AppendNumber(ref text, " files "u8, Files);
        FieldText.AppendNumber(ref text, " ffree "u8, FilesFree);
        FieldText.AppendNumber(ref text, " fsid "u8, FileSystemId);
        FieldText.AppendNumber(ref text, " namelen "u8, NameLength);
    }
}
