// One entry in the data of an Rreaddir; NinePDirectory reads them one after the other.
namespace NinePFs.Wire;

using System;

/// <summary>qid[13] offset[8] type[1] name[s].</summary>
public ref struct DirectoryRecord
{
    /// <summary>Bytes of a record without its name.</summary>
    public const int FixedLength = 24;

    public Qid Qid;

    /// <summary>The cookie to go on after this entry: opaque, all 64 bits count (D10).</summary>
    public ulong Offset;

    /// <summary>DT_* of readdir(3), or 0.</summary>
    public byte Type;

    public ReadOnlySpan<byte> Name;

    public readonly int Length => FixedLength + Name.Length;

    /// <summary>False when the bytes end within the record (D8).</summary>
    public static bool TryDecode(scoped ref WireReader reader, out DirectoryRecord record)
    {
        record = default;
        return reader.TryReadQid(out record.Qid) && reader.TryReadUInt64(out record.Offset)
            && reader.TryReadByte(out record.Type) && reader.TryReadString(out record.Name);
    }

    public readonly bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteQid(Qid) && writer.TryWriteUInt64(Offset) && writer.TryWriteByte(Type) && writer.TryWriteString(Name);
}
