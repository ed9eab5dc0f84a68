// The lines of a backtrace on their way to the log's port; StackTrace adds them. A recursion is one line and a count.
namespace Kernel.Diagnostics;

using Kernel.Abi;

internal struct TraceLines
{
    private const int LineLength = 256;

    private ulong _last;
    private ulong _repeats;

    /// <summary>A line such as "  at Kernel.Memory.PageTable.Map+0x1f [ffffffff80201234]"; tools/symbolize reads it.</summary>
    /// <param name="isGuess">The address may be a leftover: the line says "at?".</param>
    public void Add(ulong address, bool isGuess)
    {
        if (address == _last)
        {
            _repeats++;
            return;
        }

        End();
        _last = address;
        TextBuilder line = new(stackalloc byte[LineLength]);
        line.Append(isGuess ? "  at? "u8 : "  at "u8);
        if (Image.IsCode(address))
        {
            new SymbolTable(Image.Symbols).Describe((uint)(address - Image.CodeStart), ref line);
        }

        line.Append(" ["u8);
        line.AppendHex(address, 16);
        line.Append("]\r\n"u8);
        LogPort.Write(line.Text);
    }

    /// <summary>Writes how often the last line was repeated.</summary>
    public void End()
    {
        if (_repeats != 0)
        {
            TextBuilder line = new(stackalloc byte[LineLength]);
            line.Append("  ... and "u8);
            line.AppendDecimal(_repeats);
            line.Append(" times more\r\n"u8);
            LogPort.Write(line.Text);
            _repeats = 0;
        }
    }
}
