// Ends a fid, whatever the answer.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tclunk tag[2] fid[4]</c></summary>
public readonly struct Tclunk(uint fid) : IMessage<Tclunk>
{
    public readonly uint Fid = fid;

    public static MessageType Type => MessageType.Tclunk;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid);

    public static bool TryDecode(scoped ref WireReader reader, out Tclunk message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid);
        message = new Tclunk(fid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
    }
}

/// <summary><c>size[4] Rclunk tag[2]</c></summary>
public readonly struct Rclunk : IMessage<Rclunk>
{
    public static MessageType Type => MessageType.Rclunk;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rclunk message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
