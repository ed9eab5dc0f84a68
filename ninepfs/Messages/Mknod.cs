// Makes a device node, a fifo or a socket.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tmknod tag[2] dfid[4] name[s] mode[4] major[4] minor[4] gid[4]</c></summary>
public readonly ref struct Tmknod(uint directoryFid, ReadOnlySpan<byte> name, uint mode, uint major, uint minor, uint gid) : IMessage<Tmknod>
{
    public readonly uint DirectoryFid = directoryFid;
    public readonly ReadOnlySpan<byte> Name = name;
    public readonly uint Mode = mode;
    public readonly uint Major = major;
    public readonly uint Minor = minor;
    public readonly uint Gid = gid;

    public static MessageType Type => MessageType.Tmknod;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(DirectoryFid) & writer.TryWriteString(Name) & writer.TryWriteUInt32(Mode)
            & writer.TryWriteUInt32(Major) & writer.TryWriteUInt32(Minor) & writer.TryWriteUInt32(Gid);

    public static bool TryDecode(scoped ref WireReader reader, out Tmknod message)
    {
        bool isWhole = reader.TryReadUInt32(out uint directoryFid) & reader.TryReadString(out ReadOnlySpan<byte> name)
            & reader.TryReadUInt32(out uint mode) & reader.TryReadUInt32(out uint major) & reader.TryReadUInt32(out uint minor)
            & reader.TryReadUInt32(out uint gid);
        message = new Tmknod(directoryFid, name, mode, major, minor, gid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " dfid "u8, DirectoryFid);
        FieldText.AppendString(ref text, " name "u8, Name);
        FieldText.AppendMode(ref text, " mode "u8, Mode);
        FieldText.AppendNumber(ref text, " major "u8, Major);
        FieldText.AppendNumber(ref text, " minor "u8, Minor);
        FieldText.AppendNumber(ref text, " gid "u8, Gid);
    }
}

/// <summary><c>size[4] Rmknod tag[2] qid[13]</c></summary>
public readonly struct Rmknod(Qid qid) : IMessage<Rmknod>
{
    public readonly Qid Qid = qid;

    public static MessageType Type => MessageType.Rmknod;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteQid(Qid);

    public static bool TryDecode(scoped ref WireReader reader, out Rmknod message)
    {
        bool isWhole = reader.TryReadQid(out Qid qid);
        message = new Rmknod(qid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendQid(ref text, " qid "u8, Qid);
    }
}
