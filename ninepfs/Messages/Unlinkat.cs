// Removes a name.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tunlinkat tag[2] dfid[4] name[s] flags[4]</c></summary>
public readonly ref struct Tunlinkat(uint directoryFid, ReadOnlySpan<byte> name, uint flags) : IMessage<Tunlinkat>
{
    /// <summary>AT_REMOVEDIR of unlinkat(2), the only flag.</summary>
    public const uint RemoveDirectory = 0x200;

    public readonly uint DirectoryFid = directoryFid;
    public readonly ReadOnlySpan<byte> Name = name;

    /// <summary><see cref="RemoveDirectory"/> or 0.</summary>
    public readonly uint Flags = flags;

    public static MessageType Type => MessageType.Tunlinkat;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(DirectoryFid) & writer.TryWriteString(Name) & writer.TryWriteUInt32(Flags);

    public static bool TryDecode(scoped ref WireReader reader, out Tunlinkat message)
    {
        bool isWhole = reader.TryReadUInt32(out uint directoryFid) & reader.TryReadString(out ReadOnlySpan<byte> name)
            & reader.TryReadUInt32(out uint flags);
        message = new Tunlinkat(directoryFid, name, flags);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " dfid "u8, DirectoryFid);
        FieldText.AppendString(ref text, " name "u8, Name);
        FieldText.AppendHex(ref text, " flags "u8, Flags);
    }
}

/// <summary><c>size[4] Runlinkat tag[2]</c></summary>
public readonly struct Runlinkat : IMessage<Runlinkat>
{
    public static MessageType Type => MessageType.Runlinkat;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Runlinkat message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
