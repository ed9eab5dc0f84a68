// Takes apart the first line of a script, "#! interpreter [argument]" (execve(2), "Interpreter scripts"). ProgramSource calls it.
namespace Kernel.Process;

using System;

/// <summary>The interpreter that a script names, and the one argument that may follow it.</summary>
public readonly ref struct ScriptLine
{
    /// <summary>Bytes of a file that are looked at (BINPRM_BUF_SIZE).</summary>
    public const int Longest = 256;

    public readonly ReadOnlySpan<byte> Interpreter;

    /// <summary>Everything behind the interpreter, blanks within included; empty when there is nothing.</summary>
    public readonly ReadOnlySpan<byte> Argument;

    private ScriptLine(ReadOnlySpan<byte> interpreter, ReadOnlySpan<byte> argument)
    {
        Interpreter = interpreter;
        Argument = argument;
    }

    /// <param name="start">The file's first bytes, which begin with "#!".</param>
    /// <returns>False when the line names nothing, or is cut within the interpreter's name (fs/binfmt_script.c).</returns>
    public static bool TryParse(ReadOnlySpan<byte> start, out ScriptLine line)
    {
        start = start.Slice(2, Math.Min(start.Length, Longest) - 2);
        int end = start.IndexOf((byte)'\n');
        bool isCut = end < 0 && start.Length == Longest - 2;
        start = Trim(end < 0 ? start : start.Slice(0, end));
        int length = 0;
        while (length < start.Length && !IsBlank(start[length]) && start[length] != 0)
        {
            length++;
        }

        line = new ScriptLine(start.Slice(0, length), CutAtNul(Trim(start.Slice(length))));
        return length != 0 && !(isCut && length == start.Length);
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    private static ReadOnlySpan<byte> CutAtNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text.Slice(0, end);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && IsBlank(text[0]))
        {
            text = text.Slice(1);
        }

        while (!text.IsEmpty && IsBlank(text[text.Length - 1]))
        {
            text = text.Slice(0, text.Length - 1);
        }

        return text;
    }
}
