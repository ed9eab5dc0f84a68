// Moves a file to another directory or name by its own fid: for servers without Trenameat.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Trename tag[2] fid[4] dfid[4] name[s]</c></summary>
public readonly ref struct Trename(uint fid, uint newDirectoryFid, ReadOnlySpan<byte> name) : IMessage<Trename>
{
    public readonly uint Fid = fid;
    public readonly uint NewDirectoryFid = newDirectoryFid;
    public readonly ReadOnlySpan<byte> Name = name;

    public static MessageType Type => MessageType.Trename;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteUInt32(NewDirectoryFid) & writer.TryWriteString(Name);

    public static bool TryDecode(scoped ref WireReader reader, out Trename message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt32(out uint newDirectoryFid)
            & reader.TryReadString(out ReadOnlySpan<byte> name);
        message = new Trename(fid, newDirectoryFid, name);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " dfid "u8, NewDirectoryFid);
        FieldText.AppendString(ref text, " name "u8, Name);
    }
}

/// <summary><c>size[4] Rrename tag[2]</c></summary>
public readonly struct Rrename : IMessage<Rrename>
{
    public static MessageType Type => MessageType.Rrename;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rrename message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
