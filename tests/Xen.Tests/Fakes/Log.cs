// Stands in for the kernel's log, and remembers the lines that a test asks for.
namespace Kernel.Diagnostics;

using System;
using System.Collections.Generic;
using System.Text;

public enum LogLevel : byte
{
    Error = 3,
    Warning = 4,
    Information = 6,
    Debug = 7,
}

public static class Log
{
    // Tests run in several threads; each sees its own.
    [ThreadStatic]
    private static List<string>? t_lines;

    public static List<string> Lines => t_lines ??= [];

    public static void Write(LogLevel level, ReadOnlySpan<byte> text) => Lines.Add(Encoding.UTF8.GetString(text));

    public static void Write(LogLevel level, ReadOnlySpan<byte> text, ulong value) => Lines.Add(Encoding.UTF8.GetString(text) + value);

    public static void WriteHex(LogLevel level, ReadOnlySpan<byte> text, ulong value) =>
        Lines.Add(Encoding.UTF8.GetString(text) + "0x" + value.ToString("x"));
}
