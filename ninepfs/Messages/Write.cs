// Writes bytes to an open file.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Twrite tag[2] fid[4] offset[8] count[4] data[count]</c></summary>
/// <remarks>The data is the payload: it follows count[4] and is not part of this struct.</remarks>
public readonly struct Twrite(uint fid, ulong offset, uint count) : IMessage<Twrite>
{
    public readonly uint Fid = fid;
    public readonly ulong Offset = offset;
    public readonly uint Count = count;

    public static MessageType Type => MessageType.Twrite;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteUInt64(Offset) & writer.TryWriteUInt32(Count);

    public static bool TryDecode(scoped ref WireReader reader, out Twrite message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt64(out ulong offset)
            & reader.TryReadUInt32(out uint count);
        message = new Twrite(fid, offset, count);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " offset "u8, Offset);
        FieldText.AppendNumber(ref text, " count "u8, Count);
    }
}

/// <summary><c>size[4] Rwrite tag[2] count[4]</c></summary>
public readonly struct Rwrite(uint count) : IMessage<Rwrite>
{
    public readonly uint Count = count;

    public static MessageType Type => MessageType.Rwrite;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Count);

    public static bool TryDecode(scoped ref WireReader reader, out Rwrite message)
    {
        bool isWhole = reader.TryReadUInt32(out uint count);
        message = new Rwrite(count);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " count "u8, Count);
    }
}
