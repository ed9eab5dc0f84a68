// Opens the file that a fid names.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tlopen tag[2] fid[4] flags[4]</c></summary>
public readonly struct Tlopen(uint fid, uint flags) : IMessage<Tlopen>
{
    public readonly uint Fid = fid;

    /// <summary>open(2) flags with Linux's generic numbers.</summary>
    public readonly uint Flags = flags;

    public static MessageType Type => MessageType.Tlopen;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid) & writer.TryWriteUInt32(Flags);

    public static bool TryDecode(scoped ref WireReader reader, out Tlopen message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt32(out uint flags);
        message = new Tlopen(fid, flags);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendHex(ref text, " flags "u8, Flags);
    }
}

/// <summary><c>size[4] Rlopen tag[2] qid[13] iounit[4]</c></summary>
public readonly struct Rlopen(Qid qid, uint ioUnit) : IMessage<Rlopen>
{
    public readonly Qid Qid = qid;
    public readonly uint IoUnit = ioUnit;

    public static MessageType Type => MessageType.Rlopen;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteQid(Qid) & writer.TryWriteUInt32(IoUnit);

    public static bool TryDecode(scoped ref WireReader reader, out Rlopen message)
    {
        bool isWhole = reader.TryReadQid(out Qid qid) & reader.TryReadUInt32(out uint ioUnit);
        message = new Rlopen(qid, ioUnit);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendQid(ref text, " qid "u8, Qid);
        FieldText.AppendNumber(ref text, " iounit "u8, IoUnit);
    }
}
