// The reply to any request that failed.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Rlerror tag[2] ecode[4]</c></summary>
public readonly struct Rlerror(uint code) : IMessage<Rlerror>
{
    /// <summary>A Linux errno; not trusted to be one (R10).</summary>
    public readonly uint Code = code;

    public static MessageType Type => MessageType.Rlerror;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Code);

    public static bool TryDecode(scoped ref WireReader reader, out Rlerror message)
    {
        bool isWhole = reader.TryReadUInt32(out uint code);
        message = new Rlerror(code);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " ecode "u8, Code);
    }
}
