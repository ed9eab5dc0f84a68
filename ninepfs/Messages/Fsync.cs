// Brings a file's data, and its metadata unless datasync is set, to stable storage.
namespace NinePFs.Messages;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tfsync tag[2] fid[4] datasync[4]</c></summary>
public readonly struct Tfsync(uint fid, uint dataSync) : IMessage<Tfsync>
{
    public readonly uint Fid = fid;

    /// <summary>1 for fdatasync(2). QEMU gives the device up when this word is missing.</summary>
    public readonly uint DataSync = dataSync;

    public static MessageType Type => MessageType.Tfsync;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteUInt32(Fid) & writer.TryWriteUInt32(DataSync);

    public static bool TryDecode(scoped ref WireReader reader, out Tfsync message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt32(out uint dataSync);
        message = new Tfsync(fid, dataSync);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " datasync "u8, DataSync);
    }
}

/// <summary><c>size[4] Rfsync tag[2]</c></summary>
public readonly struct Rfsync : IMessage<Rfsync>
{
    public static MessageType Type => MessageType.Rfsync;

    public bool TryEncode(ref WireWriter writer) => true;

    public static bool TryDecode(scoped ref WireReader reader, out Rfsync message)
    {
        message = default;
        return true;
    }

    public void AppendTo(ref TextBuilder text)
    {
    }
}
