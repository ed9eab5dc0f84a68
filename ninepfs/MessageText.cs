// Writes a message as a line of text, every field by its name in the protocol. MessageTrace and the test vectors use it.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Wire;

public static class MessageText
{
    /// <summary>
    /// Appends e.g. <c>Twalk tag 3 fid 1 newfid 7 nwname 2 a/b</c>. The data of reads and writes is not looked at and need not be there.
    /// </summary>
    public static void Append(ref TextBuilder text, ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        if (!(reader.TryReadUInt32(out _) & reader.TryReadByte(out byte type) & reader.TryReadUInt16(out ushort tag)))
        {
            text.Append("message of fewer than 7 bytes"u8);
            return;
        }

        ReadOnlySpan<byte> name = NameOf((MessageType)type);
        text.Append(name);
        if (name.IsEmpty)
        {
            FieldText.AppendNumber(ref text, "type "u8, type);
        }

        FieldText.AppendNumber(ref text, " tag "u8, tag);
        if (!name.IsEmpty && !TryAppendBody(ref text, (MessageType)type, ref reader))
        {
            text.Append(" (truncated)"u8);
        }
    }

    /// <summary>The protocol's name for a type; empty for one that we do not know.</summary>
    public static ReadOnlySpan<byte> NameOf(MessageType type) => type switch
    {
        MessageType.Rlerror => "Rlerror"u8,
        MessageType.Tstatfs => "Tstatfs"u8, MessageType.Rstatfs => "Rstatfs"u8,
        MessageType.Tlopen => "Tlopen"u8, MessageType.Rlopen => "Rlopen"u8,
        MessageType.Tlcreate => "Tlcreate"u8, MessageType.Rlcreate => "Rlcreate"u8,
        MessageType.Tsymlink => "Tsymlink"u8, MessageType.Rsymlink => "Rsymlink"u8,
        MessageType.Tmknod => "Tmknod"u8, MessageType.Rmknod => "Rmknod"u8,
        MessageType.Trename => "Trename"u8, MessageType.Rrename => "Rrename"u8,
        MessageType.Treadlink => "Treadlink"u8, MessageType.Rreadlink => "Rreadlink"u8,
        MessageType.Tgetattr => "Tgetattr"u8, MessageType.Rgetattr => "Rgetattr"u8,
        MessageType.Tsetattr => "Tsetattr"u8, MessageType.Rsetattr => "Rsetattr"u8,
        MessageType.Treaddir => "Treaddir"u8, MessageType.Rreaddir => "Rreaddir"u8,
        MessageType.Tfsync => "Tfsync"u8, MessageType.Rfsync => "Rfsync"u8,
        MessageType.Tlink => "Tlink"u8, MessageType.Rlink => "Rlink"u8,
        MessageType.Tmkdir => "Tmkdir"u8, MessageType.Rmkdir => "Rmkdir"u8,
        MessageType.Trenameat => "Trenameat"u8, MessageType.Rrenameat => "Rrenameat"u8,
        MessageType.Tunlinkat => "Tunlinkat"u8, MessageType.Runlinkat => "Runlinkat"u8,
        MessageType.Tversion => "Tversion"u8, MessageType.Rversion => "Rversion"u8,
        MessageType.Tattach => "Tattach"u8, MessageType.Rattach => "Rattach"u8,
        MessageType.Tflush => "Tflush"u8, MessageType.Rflush => "Rflush"u8,
        MessageType.Twalk => "Twalk"u8, MessageType.Rwalk => "Rwalk"u8,
        MessageType.Tread => "Tread"u8, MessageType.Rread => "Rread"u8,
        MessageType.Twrite => "Twrite"u8, MessageType.Rwrite => "Rwrite"u8,
        MessageType.Tclunk => "Tclunk"u8, MessageType.Rclunk => "Rclunk"u8,
        MessageType.Tremove => "Tremove"u8, MessageType.Rremove => "Rremove"u8,
        _ => default,
    };

    private static bool TryAppendBody(ref TextBuilder text, MessageType type, ref WireReader reader) => type switch
    {
        MessageType.Rlerror => TryAppend<Rlerror>(ref text, ref reader),
        MessageType.Tstatfs => TryAppend<Tstatfs>(ref text, ref reader),
        MessageType.Rstatfs => TryAppend<Rstatfs>(ref text, ref reader),
        MessageType.Tlopen => TryAppend<Tlopen>(ref text, ref reader),
        MessageType.Rlopen => TryAppend<Rlopen>(ref text, ref reader),
        MessageType.Tlcreate => TryAppend<Tlcreate>(ref text, ref reader),
        MessageType.Rlcreate => TryAppend<Rlcreate>(ref text, ref reader),
        MessageType.Tsymlink => TryAppend<Tsymlink>(ref text, ref reader),
        MessageType.Rsymlink => TryAppend<Rsymlink>(ref text, ref reader),
        MessageType.Tmknod => TryAppend<Tmknod>(ref text, ref reader),
        MessageType.Rmknod => TryAppend<Rmknod>(ref text, ref reader),
        MessageType.Trename => TryAppend<Trename>(ref text, ref reader),
        MessageType.Treadlink => TryAppend<Treadlink>(ref text, ref reader),
        MessageType.Rreadlink => TryAppend<Rreadlink>(ref text, ref reader),
        MessageType.Tgetattr => TryAppend<Tgetattr>(ref text, ref reader),
        MessageType.Rgetattr => TryAppend<Rgetattr>(ref text, ref reader),
        MessageType.Tsetattr => TryAppend<Tsetattr>(ref text, ref reader),
        MessageType.Treaddir => TryAppend<Treaddir>(ref text, ref reader),
        MessageType.Rreaddir => TryAppend<Rreaddir>(ref text, ref reader),
        MessageType.Tfsync => TryAppend<Tfsync>(ref text, ref reader),
        MessageType.Tlink => TryAppend<Tlink>(ref text, ref reader),
        MessageType.Tmkdir => TryAppend<Tmkdir>(ref text, ref reader),
        MessageType.Rmkdir => TryAppend<Rmkdir>(ref text, ref reader),
        MessageType.Trenameat => TryAppend<Trenameat>(ref text, ref reader),
        MessageType.Tunlinkat => TryAppend<Tunlinkat>(ref text, ref reader),
        MessageType.Tversion => TryAppend<Tversion>(ref text, ref reader),
        MessageType.Rversion => TryAppend<Rversion>(ref text, ref reader),
        MessageType.Tattach => TryAppend<Tattach>(ref text, ref reader),
        MessageType.Rattach => TryAppend<Rattach>(ref text, ref reader),
        MessageType.Tflush => TryAppend<Tflush>(ref text, ref reader),
        MessageType.Twalk => TryAppend<Twalk>(ref text, ref reader),
        MessageType.Rwalk => TryAppend<Rwalk>(ref text, ref reader),
        MessageType.Tread => TryAppend<Tread>(ref text, ref reader),
        MessageType.Rread => TryAppend<Rread>(ref text, ref reader),
        MessageType.Twrite => TryAppend<Twrite>(ref text, ref reader),
        MessageType.Rwrite => TryAppend<Rwrite>(ref text, ref reader),
        MessageType.Tclunk => TryAppend<Tclunk>(ref text, ref reader),
        MessageType.Tremove => TryAppend<Tremove>(ref text, ref reader),
        _ => true, // the replies without a body
    };

    private static bool TryAppend<TMessage>(ref TextBuilder text, ref WireReader reader)
        where TMessage : struct, IMessage<TMessage>, allows ref struct
    {
        bool isWhole = TMessage.TryDecode(ref reader, out TMessage message);
        if (isWhole)
        {
            message.AppendTo(ref text);
        }

        return isWhole;
    }
}
