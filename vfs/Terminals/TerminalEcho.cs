// The output side of a terminal: newlines become return and newline, and it is known in which column the cursor stands. Terminal owns one.
namespace Vfs.Terminals;

using System;
using Vfs.Device;

internal sealed class TerminalEcho(LineDevice line, TerminalSettings settings)
{
    private const byte Backspace = 8, Tab = 9, NewLine = 10, Return = 13, Delete = 127;
    private const int TabWidth = 8;

    /// <summary>Where the cursor stands, if no escape sequence has moved it.</summary>
    public int Column { get; private set; }

    /// <summary>Columns that a typed byte takes on the screen at a given column.</summary>
    public int WidthOf(byte value, int column)
    {
        if (value == Tab)
        {
            return TabWidth - (column % TabWidth);
        }

        if (value is < 32 or Delete)
        {
            return (settings.Local & LocalModes.EchoControl) != 0 ? 2 : 0;
        }

        return (settings.Input & InputModes.Utf8) != 0 && IsContinuation(value) ? 0 : 1;
    }

    /// <summary>Echoes a typed byte: control characters as ^X.</summary>
    public void Echo(byte value)
    {
        if ((value is < 32 and not (Tab or NewLine) || value == Delete) && (settings.Local & LocalModes.EchoControl) != 0)
        {
            Put((byte)'^');
            Put((byte)(value ^ 0x40));
        }
        else
        {
            Put(value);
        }
    }

    public void Back(int columns)
    {
        for (int index = 0; index < columns; index++)
        {
            Put(Backspace);
            Put((byte)' ');
            Put(Backspace);
        }
    }

    /// <summary>Sends a byte that may get lost: nobody waits for an echo.</summary>
    public void Put(byte value)
    {
        Span<byte> bytes = stackalloc byte[2];
        line.WriteNow(bytes.Slice(0, Translate(value, bytes)));
    }

    /// <summary>What goes out for one byte that is written, 1 or 2 bytes.</summary>
    public int Translate(byte value, Span<byte> into)
    {
        OutputModes modes = settings.Output;
        into[0] = value;
        int count = 1;
        if ((modes & OutputModes.Process) != 0)
        {
            if (value == NewLine && (modes & OutputModes.NewLineToReturnNewLine) != 0)
            {
                into[0] = Return;
                into[1] = NewLine;
                Column = 0;
                count = 2;
            }
            else if (value == Return && (modes & OutputModes.ReturnToNewLine) != 0)
            {
                into[0] = NewLine;
            }
        }

        Column = value switch
        {
            Return => 0,
            Backspace => Math.Max(Column - 1, 0),
            Tab => Column + TabWidth - (Column % TabWidth),
            < 32 or Delete => Column,
            _ => Column + ((settings.Input & InputModes.Utf8) != 0 && IsContinuation(value) ? 0 : 1),
        };
        return count;
    }

    public static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
