// Changes attributes; QEMU does mode, times, owner, size in this order and stops at the first error.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>
/// size[4] Tsetattr tag[2] fid[4] valid[4] mode[4] uid[4] gid[4] size[8] atime_sec[8] atime_nsec[8] mtime_sec[8] mtime_nsec[8]
/// </c></summary>
public struct Tsetattr : IMessage<Tsetattr>
{
    public uint Fid;

    /// <summary>Which of the fields count. A time without its Set bit means the server's now.</summary>
    public AttributeMask Valid;
    public uint Mode;
    public uint Uid;
    public uint Gid;
    public ulong Size;
    public Timespec AccessTime;
    public Timespec ModifyTime;

    public static MessageType Type => MessageType.Tsetattr;

    public readonly bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteUInt32((uint)Valid) & writer.TryWriteUInt32(Mode) & writer.TryWriteUInt32(Uid)
            & writer.TryWriteUInt32(Gid) & writer.TryWriteUInt64(Size) & writer.TryWriteTime(AccessTime)
            & writer.TryWriteTime(ModifyTime);

    public static bool TryDecode(scoped ref WireReader reader, out Tsetattr message)
    {
        message = default;
        bool isWhole = reader.TryReadUInt32(out message.Fid) & reader.TryReadUInt32(out uint valid)
            & reader.TryReadUInt32(out message.Mode) & reader.TryReadUInt32(out message.Uid) & reader.TryReadUInt32(out message.Gid)
            & reader.TryReadUInt64(out message.Size) & reader.TryReadTime(out message.AccessTime)
            & reader.TryReadTime(out message.ModifyTime);
        message.Valid = (AttributeMask)valid;
        return isWhole;
    }

    public readonly void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendHex(ref text, " valid "u8, (ulong)Valid);
        FieldText.AppendMode(ref text, " mode "u8, Mode);
        FieldText.AppendNumber(ref text, " uid "u8, Uid);
        FieldText.AppendNumber(ref text, " gid "u8, Gid);
        FieldText.AppendNumber(ref text, " size "u8, Size);
        FieldText.AppendTime(ref text, " atime "u8, AccessTime);
        FieldText.AppendTime(ref text, " mtime "u8, ModifyTime);
    }
}

/// <summary><c>size[4] Rsetattr tag[2]</c></summary>
public readonly struct Rsetattr : IMessage<Rsetattr>
{
    public static MessageType Type => MessageType.Rsetattr;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rsetattr message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
