// Makes a directory.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tmkdir tag[2] dfid[4] name[s] mode[4] gid[4]</c></summary>
public readonly ref struct Tmkdir(uint directoryFid, ReadOnlySpan<byte> name, uint mode, uint gid) : IMessage<Tmkdir>
{
    public readonly uint DirectoryFid = directoryFid;
    public readonly ReadOnlySpan<byte> Name = name;
    public readonly uint Mode = mode;
    public readonly uint Gid = gid;

    public static MessageType Type => MessageType.Tmkdir;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(DirectoryFid) & writer.TryWriteString(Name) & writer.TryWriteUInt32(Mode) & writer.TryWriteUInt32(Gid);

    public static bool TryDecode(scoped ref WireReader reader, out Tmkdir message)
    {
        bool isWhole = reader.TryReadUInt32(out uint directoryFid) & reader.TryReadString(out ReadOnlySpan<byte> name)
            & reader.TryReadUInt32(out uint mode) & reader.TryReadUInt32(out uint gid);
        message = new Tmkdir(directoryFid, name, mode, gid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " dfid "u8, DirectoryFid);
        FieldText.AppendString(ref text, " name "u8, Name);
        FieldText.AppendMode(ref text, " mode "u8, Mode);
        FieldText.AppendNumber(ref text, " gid "u8, Gid);
    }
}

/// <summary><c>size[4] Rmkdir tag[2] qid[13]</c></summary>
public readonly struct Rmkdir(Qid qid) : IMessage<Rmkdir>
{
    public readonly Qid Qid = qid;

    public static MessageType Type => MessageType.Rmkdir;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteQid(Qid);

    public static bool TryDecode(scoped ref WireReader reader, out Rmkdir message)
    {
        bool isWhole = reader.TryReadQid(out Qid qid);
        message = new Rmkdir(qid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendQid(ref text, " qid "u8, Qid);
    }
}
