// Where trace=9p goes: one line for every message sent and every sound reply. The kernel's sink writes them to its log.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Requests;

/// <summary>A sink for message lines; a table without one pays a null check per message.</summary>
public abstract class MessageTrace
{
    /// <summary>Bytes of a line; what does not fit is cut.</summary>
    public const int LineLength = 320;

    /// <summary>Takes one line without a line end, e.g. <c>9p&gt; Twalk tag 3 fid 1 newfid 7 nwname 2 a/b</c>.</summary>
    protected abstract void Write(ReadOnlySpan<byte> line);

    public void Sent(Request request) => WriteMessage("9p> "u8, request.Message.Bytes.Slice(0, request.MessageLength));

    public void Received(Request request) =>
        WriteMessage("9p< "u8, request.Reply.Bytes.Slice(0, Math.Min(request.ReplyHeaderLength, request.ReceivedLength)));

    private void WriteMessage(ReadOnlySpan<byte> direction, ReadOnlySpan<byte> message)
    {
        Span<byte> memory = stackalloc byte[LineLength];
        var line = new TextBuilder(memory);
        line.Append(direction);
        MessageText.Append(ref line, message);
        Write(line.Text);
    }
}
