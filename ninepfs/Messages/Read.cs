// Reads bytes of an open file.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tread tag[2] fid[4] offset[8] count[4]</c></summary>
public readonly struct Tread(uint fid, ulong offset, uint count) : IMessage<Tread>
{
    public readonly uint Fid = fid;
    public readonly ulong Offset = offset;
    public readonly uint Count = count;

    public static MessageType Type => MessageType.Tread;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteUInt64(Offset) & writer.TryWriteUInt32(Count);

    public static bool TryDecode(scoped ref WireReader reader, out Tread message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt64(out ulong offset)
            & reader.TryReadUInt32(out uint count);
        message = new Tread(fid, offset, count);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " offset "u8, Offset);
        FieldText.AppendNumber(ref text, " count "u8, Count);
    }
}

/// <summary><c>size[4] Rread tag[2] count[4] data[count]</c></summary>
/// <remarks>The data is the payload: it begins at <see cref="Wire9P.ReadReplyHeaderLength"/> and is not part of this struct.</remarks>
public readonly struct Rread(uint count) : IMessage<Rread>
{
    public readonly uint Count = count;

    public static MessageType Type => MessageType.Rread;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Count);

    public static bool TryDecode(scoped ref WireReader reader, out Rread message)
    {
        bool isWhole = reader.TryReadUInt32(out uint count);
        message = new Rread(count);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " count "u8, Count);
    }
}
