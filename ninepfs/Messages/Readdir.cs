// Reads entries of an open directory.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Treaddir tag[2] fid[4] offset[8] count[4]</c></summary>
public readonly struct Treaddir(uint fid, ulong offset, uint count) : IMessage<Treaddir>
{
    public readonly uint Fid = fid;

    /// <summary>The cookie of the last entry seen, 0 to begin.</summary>
    public readonly ulong Offset = offset;
    public readonly uint Count = count;

    public static MessageType Type => MessageType.Treaddir;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteUInt64(Offset) & writer.TryWriteUInt32(Count);

    public static bool TryDecode(scoped ref WireReader reader, out Treaddir message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt64(out ulong offset)
            & reader.TryReadUInt32(out uint count);
        message = new Treaddir(fid, offset, count);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " offset "u8, Offset);
        FieldText.AppendNumber(ref text, " count "u8, Count);
    }
}

/// <summary><c>size[4] Rreaddir tag[2] count[4] data[count]</c></summary>
/// <remarks>The data is the payload, a row of <see cref="DirectoryRecord"/>s.</remarks>
public readonly struct Rreaddir(uint count) : IMessage<Rreaddir>
{
    public readonly uint Count = count;

    public static MessageType Type => MessageType.Rreaddir;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Count);

    public static bool TryDecode(scoped ref WireReader reader, out Rreaddir message)
    {
        bool isWhole = reader.TryReadUInt32(out uint count);
        message = new Rreaddir(count);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " count "u8, Count);
    }
}
