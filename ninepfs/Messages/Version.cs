// Opens a session and settles its msize; the first message, and the one that ends every fid before it.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tversion tag[2] msize[4] version[s]</c></summary>
/// <remarks>Tag NOTAG.</remarks>
public readonly ref struct Tversion(uint messageSize, ReadOnlySpan<byte> version) : IMessage<Tversion>
{
    public readonly uint MessageSize = messageSize;
    public readonly ReadOnlySpan<byte> Version = version;

    public static MessageType Type => MessageType.Tversion;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(MessageSize) & writer.TryWriteString(Version);

    public static bool TryDecode(scoped ref WireReader reader, out Tversion message)
    {
        bool isWhole = reader.TryReadUInt32(out uint messageSize) & reader.TryReadString(out ReadOnlySpan<byte> version);
        message = new Tversion(messageSize, version);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " msize "u8, MessageSize);
        FieldText.AppendString(ref text, " version "u8, Version);
    }
}

/// <summary><c>size[4] Rversion tag[2] msize[4] version[s]</c></summary>
public readonly ref struct Rversion(uint messageSize, ReadOnlySpan<byte> version) : IMessage<Rversion>
{
    public readonly uint MessageSize = messageSize;
    public readonly ReadOnlySpan<byte> Version = version;

    public static MessageType Type => MessageType.Rversion;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(MessageSize) & writer.TryWriteString(Version);

    public static bool TryDecode(scoped ref WireReader reader, out Rversion message)
    {
        bool isWhole = reader.TryReadUInt32(out uint messageSize) & reader.TryReadString(out ReadOnlySpan<byte> version);
        message = new Rversion(messageSize, version);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " msize "u8, MessageSize);
        FieldText.AppendString(ref text, " version "u8, Version);
    }
}
