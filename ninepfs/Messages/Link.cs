// Gives a file one more name.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tlink tag[2] dfid[4] fid[4] name[s]</c></summary>
public readonly ref struct Tlink(uint directoryFid, uint fid, ReadOnlySpan<byte> name) : IMessage<Tlink>
{
    public readonly uint DirectoryFid = directoryFid;
    public readonly uint Fid = fid;
    public readonly ReadOnlySpan<byte> Name = name;

    public static MessageType Type => MessageType.Tlink;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(DirectoryFid) & writer.TryWriteUInt32(Fid) & writer.TryWriteString(Name);

    public static bool TryDecode(scoped ref WireReader reader, out Tlink message)
    {
        bool isWhole = reader.TryReadUInt32(out uint directoryFid) & reader.TryReadUInt32(out uint fid)
            & reader.TryReadString(out ReadOnlySpan<byte> name);
        message = new Tlink(directoryFid, fid, name);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " dfid "u8, DirectoryFid);
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendString(ref text, " name "u8, Name);
    }
}

/// <summary><c>size[4] Rlink tag[2]</c></summary>
public readonly struct Rlink : IMessage<Rlink>
{
    public static MessageType Type => MessageType.Rlink;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rlink message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
