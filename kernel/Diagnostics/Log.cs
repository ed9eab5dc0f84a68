// The kernel's log: one line a call, to where the HostLink sends it. Everybody calls it.
namespace Kernel.Diagnostics;

using System;
using Kernel.Abi;

/// <summary>How much a line matters, in Linux's numbers; loglevel= on the command line names the last level that is shown.</summary>
public enum LogLevel : byte
{
    Error = 3,
    Warning = 4,
    Information = 6,
    Debug = 7,
}

public static class Log
{
    private const int LineLength = 160;

    /// <summary>Lines above this level are kept only in the ring. The log shares the app's stderr: by default it is quiet.</summary>
    public static LogLevel Limit { get; set; } = LogLevel.Warning;

    /// <summary>A line of any length.</summary>
    public static void Write(LogLevel level, ReadOnlySpan<byte> text)
    {
        if (level <= Limit)
        {
            LogPort.Write(text);
            LogPort.Write("\n"u8);
        }
        else
        {
            LogRing.Append(text);
            LogRing.Append("\n"u8);
        }
    }

    /// <summary>A line that ends with a decimal number.</summary>
    public static void Write(LogLevel level, ReadOnlySpan<byte> text, ulong value)
    {
        TextBuilder line = new(stackalloc byte[LineLength]);
        line.Append(text);
        line.AppendDecimal(value);
        Write(level, line.Text);
    }

    /// <summary>A line that ends with a hexadecimal number.</summary>
    public static void WriteHex(LogLevel level, ReadOnlySpan<byte> text, ulong value)
    {
        TextBuilder line = new(stackalloc byte[LineLength]);
        line.Append(text);
        line.Append("0x"u8);
        line.AppendHex(value);
        Write(level, line.Text);
    }
}
