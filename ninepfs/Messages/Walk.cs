// Goes down a whole path in one message, from one fid to a new one; with no names it clones the fid.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;
using Vfs;

/// <summary><c>size[4] Twalk tag[2] fid[4] newfid[4] nwname[2] nwname*(wname[s])</c></summary>
public readonly ref struct Twalk(uint fid, uint newFid, WalkNames names) : IMessage<Twalk>
{
    public readonly uint Fid = fid;
    public readonly uint NewFid = newFid;

    /// <summary>At most <see cref="Limits.WalkNames"/>.</summary>
    public readonly WalkNames Names = names;

    public static MessageType Type => MessageType.Twalk;

    public bool TryEncode(ref WireWriter writer)
    {
        bool isWhole = writer.TryWriteUInt32(Fid) & writer.TryWriteUInt32(NewFid) & writer.TryWriteUInt16((ushort)Names.Count);
        for (int index = 0; isWhole && index < Names.Count; index++)
        {
            isWhole = writer.TryWriteString(Names[index]);
        }

        return isWhole;
    }

    public static bool TryDecode(scoped ref WireReader reader, out Twalk message)
    {
        message = default;
        if (!(reader.TryReadUInt32(out uint fid) && reader.TryReadUInt32(out uint newFid) && reader.TryReadUInt16(out ushort count))
            || count > Limits.WalkNames)
        {
            return false;
        }

        int start = reader.Position;
        var names = new WalkNames(reader.Rest);
        for (int index = 0; index < count; index++)
        {
            if (!reader.TryReadString(out ReadOnlySpan<byte> name))
            {
                return false;
            }

            names.Add(reader.Position - name.Length - start, name.Length);
        }

        message = new Twalk(fid, newFid, names);
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " newfid "u8, NewFid);
        FieldText.AppendNumber(ref text, " nwname "u8, (ulong)Names.Count);
        for (int index = 0; index < Names.Count; index++)
        {
            FieldText.AppendString(ref text, index == 0 ? " "u8 : "/"u8, Names[index]);
        }
    }
}

/// <summary><c>size[4] Rwalk tag[2] nwqid[2] nwqid*(wqid[13])</c></summary>
/// <remarks>Fewer qids than names: the next name was not to be had, and the new fid does not exist (W2).</remarks>
/// <param name="qids">The qids as they are on the wire, 13 bytes each.</param>
public readonly ref struct Rwalk(ReadOnlySpan<byte> qids) : IMessage<Rwalk>
{
    private readonly ReadOnlySpan<byte> _qids = qids;

    public static MessageType Type => MessageType.Rwalk;

    public int Count => _qids.Length / Wire9P.QidLength;

    public Qid this[int index]
    {
        get
        {
            var reader = new WireReader(_qids.Slice(index * Wire9P.QidLength, Wire9P.QidLength));
            reader.TryReadQid(out Qid qid);
            return qid;
        }
    }

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt16((ushort)Count) & writer.TryWriteBytes(_qids);

    public static bool TryDecode(scoped ref WireReader reader, out Rwalk message)
    {
        bool isWhole = reader.TryReadUInt16(out ushort count);
        isWhole &= reader.TryReadBytes(count * Wire9P.QidLength, out ReadOnlySpan<byte> qids);
        message = new Rwalk(qids);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " nwqid "u8, (ulong)Count);
        for (int index = 0; index < Count; index++)
        {
            FieldText.AppendQid(ref text, " "u8, this[index]);
        }
    }
}
