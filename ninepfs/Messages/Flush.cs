// Asks to forget a request; the old tag is free once the reply is here. RequestTable.Probe sends it, for the sign of life alone.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tflush tag[2] oldtag[2]</c></summary>
public readonly struct Tflush(ushort oldTag) : IMessage<Tflush>
{
    public readonly ushort OldTag = oldTag;

    public static MessageType Type => MessageType.Tflush;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt16(OldTag);

    public static bool TryDecode(scoped ref WireReader reader, out Tflush message)
    {
        bool isWhole = reader.TryReadUInt16(out ushort oldTag);
        message = new Tflush(oldTag);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " oldtag "u8, OldTag);
    }
}

/// <summary><c>size[4] Rflush tag[2]</c></summary>
public readonly struct Rflush : IMessage<Rflush>
{
    public static MessageType Type => MessageType.Rflush;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rflush message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
