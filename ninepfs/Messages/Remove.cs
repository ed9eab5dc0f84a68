// Removes the file of a fid and ends the fid, whatever the answer: for servers without Tunlinkat.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tremove tag[2] fid[4]</c></summary>
public readonly struct Tremove(uint fid) : IMessage<Tremove>
{
    public readonly uint Fid = fid;

    public static MessageType Type => MessageType.Tremove;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid);

    public static bool TryDecode(scoped ref WireReader reader, out Tremove message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid);
        message = new Tremove(fid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
    }
}

/// <summary><c>size[4] Rremove tag[2]</c></summary>
public readonly struct Rremove : IMessage<Rremove>
{
    public static MessageType Type => MessageType.Rremove;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rremove message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
