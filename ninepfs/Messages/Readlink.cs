// Reads where a symbolic link points.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Treadlink tag[2] fid[4]</c></summary>
public readonly struct Treadlink(uint fid) : IMessage<Treadlink>
{
    public readonly uint Fid = fid;

    public static MessageType Type => MessageType.Treadlink;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid);

    public static bool TryDecode(scoped ref WireReader reader, out Treadlink message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid);
        message = new Treadlink(fid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
    }
}

/// <summary><c>size[4] Rreadlink tag[2] target[s]</c></summary>
public readonly ref struct Rreadlink(ReadOnlySpan<byte> target) : IMessage<Rreadlink>
{
    public readonly ReadOnlySpan<byte> Target = target;

    public static MessageType Type => MessageType.Rreadlink;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteString(Target);

    public static bool TryDecode(scoped ref WireReader reader, out Rreadlink message)
    {
        bool isWhole = reader.TryReadString(out ReadOnlySpan<byte> target);
        message = new Rreadlink(target);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendString(ref text, " target "u8, Target);
    }
}
