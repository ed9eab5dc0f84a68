// Moves a name to another directory or another name; the fids below it follow.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Trenameat tag[2] olddirfid[4] oldname[s] newdirfid[4] newname[s]</c></summary>
public readonly ref struct Trenameat(
    uint oldDirectoryFid, ReadOnlySpan<byte> oldName, uint newDirectoryFid, ReadOnlySpan<byte> newName)
    : IMessage<Trenameat>
{
    public readonly uint OldDirectoryFid = oldDirectoryFid;
    public readonly ReadOnlySpan<byte> OldName = oldName;
    public readonly uint NewDirectoryFid = newDirectoryFid;
    public readonly ReadOnlySpan<byte> NewName = newName;

    public static MessageType Type => MessageType.Trenameat;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(OldDirectoryFid) & writer.TryWriteString(OldName) & writer.TryWriteUInt32(NewDirectoryFid)
            & writer.TryWriteString(NewName);

    public static bool TryDecode(scoped ref WireReader reader, out Trenameat message)
    {
        bool isWhole = reader.TryReadUInt32(out uint oldDirectoryFid) & reader.TryReadString(out ReadOnlySpan<byte> oldName)
            & reader.TryReadUInt32(out uint newDirectoryFid) & reader.TryReadString(out ReadOnlySpan<byte> newName);
        message = new Trenameat(oldDirectoryFid, oldName, newDirectoryFid, newName);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " olddirfid "u8, OldDirectoryFid);
        FieldText.AppendString(ref text, " oldname "u8, OldName);
        FieldText.AppendNumber(ref text, " newdirfid "u8, NewDirectoryFid);
        FieldText.AppendString(ref text, " newname "u8, NewName);
    }
}

/// <summary><c>size[4] Rrenameat tag[2]</c></summary>
public readonly struct Rrenameat : IMessage<Rrenameat>
{
    public static MessageType Type => MessageType.Rrenameat;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rrenameat message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
