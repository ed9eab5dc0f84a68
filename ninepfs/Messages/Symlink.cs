// Makes a symbolic link.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tsymlink tag[2] dfid[4] name[s] symtgt[s] gid[4]</c></summary>
public readonly ref struct Tsymlink(uint directoryFid, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, uint gid) : IMessage<Tsymlink>
{
    public readonly uint DirectoryFid = directoryFid;
    public readonly ReadOnlySpan<byte> Name = name;
    public readonly ReadOnlySpan<byte> Target = target;
    public readonly uint Gid = gid;

    public static MessageType Type => MessageType.Tsymlink;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(DirectoryFid) & writer.TryWriteString(Name) & writer.TryWriteString(Target)
            & writer.TryWriteUInt32(Gid);

    public static bool TryDecode(scoped ref WireReader reader, out Tsymlink message)
    {
        bool isWhole = reader.TryReadUInt32(out uint directoryFid) & reader.TryReadString(out ReadOnlySpan<byte> name)
            & reader.TryReadString(out ReadOnlySpan<byte> target) & reader.TryReadUInt32(out uint gid);
        message = new Tsymlink(directoryFid, name, target, gid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " dfid "u8, DirectoryFid);
        FieldText.AppendString(ref text, " name "u8, Name);
        FieldText.AppendString(ref text, " symtgt "u8, Target);
        FieldText.AppendNumber(ref text, " gid "u8, Gid);
    }
}

/// <summary><c>size[4] Rsymlink tag[2] qid[13]</c></summary>
public readonly struct Rsymlink(Qid qid) : IMessage<Rsymlink>
{
    public readonly Qid Qid = qid;

    public static MessageType Type => MessageType.Rsymlink;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteQid(Qid);

    public static bool TryDecode(scoped ref WireReader reader, out Rsymlink message)
    {
        bool isWhole = reader.TryReadQid(out Qid qid);
        message = new Rsymlink(qid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendQid(ref text, " qid "u8, Qid);
    }
}
