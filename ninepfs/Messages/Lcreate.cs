// Creates a regular file in a directory and opens it; the directory's fid becomes the file's.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tlcreate tag[2] fid[4] name[s] flags[4] mode[4] gid[4]</c></summary>
public readonly ref struct Tlcreate(uint fid, ReadOnlySpan<byte> name, uint flags, uint mode, uint gid) : IMessage<Tlcreate>
{
    public readonly uint Fid = fid;
    public readonly ReadOnlySpan<byte> Name = name;
    public readonly uint Flags = flags;
    public readonly uint Mode = mode;
    public readonly uint Gid = gid;

    public static MessageType Type => MessageType.Tlcreate;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteString(Name) & writer.TryWriteUInt32(Flags) & writer.TryWriteUInt32(Mode)
            & writer.TryWriteUInt32(Gid);

    public static bool TryDecode(scoped ref WireReader reader, out Tlcreate message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadString(out ReadOnlySpan<byte> name)
            & reader.TryReadUInt32(out uint flags) & reader.TryReadUInt32(out uint mode) & reader.TryReadUInt32(out uint gid);
        message = new Tlcreate(fid, name, flags, mode, gid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendString(ref text, " name "u8, Name);
        FieldText.AppendHex(ref text, " flags "u8, Flags);
        FieldText.AppendMode(ref text, " mode "u8, Mode);
        FieldText.AppendNumber(ref text, " gid "u8, Gid);
    }
}

/// <summary><c>size[4] Rlcreate tag[2] qid[13] iounit[4]</c></summary>
public readonly struct Rlcreate(Qid qid, uint ioUnit) : IMessage<Rlcreate>
{
    public readonly Qid Qid = qid;
    public readonly uint IoUnit = ioUnit;

    public static MessageType Type => MessageType.Rlcreate;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteQid(Qid) & writer.TryWriteUInt32(IoUnit);

    public static bool TryDecode(scoped ref WireReader reader, out Rlcreate message)
    {
        bool isWhole = reader.TryReadQid(out Qid qid) & reader.TryReadUInt32(out uint ioUnit);
        message = new Rlcreate(qid, ioUnit);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendQid(ref text, " qid "u8, Qid);
        FieldText.AppendNumber(ref text, " iounit "u8, IoUnit);
    }
}
