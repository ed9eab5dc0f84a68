// The values of kernel options that are more than text: numbers, sizes, choices. CommandLine calls it.
namespace Kernel.Process;

using System;
using Kernel.Interrupts;

internal static class OptionValue
{
    /// <summary>As many as every 64-bit number has room for.</summary>
    private const int MostDigits = 19;

    /// <summary>Decimal digits, 19 at most.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> value, out ulong number)
    {
        number = 0;
        bool isNumber = value.Length is > 0 and <= MostDigits;
        for (int index = 0; index < value.Length && isNumber; index++)
        {
            isNumber = value[index] is >= (byte)'0' and <= (byte)'9';
            number = (number * 10) + value[index] - '0';
        }

        return isNumber;
    }

    /// <summary>Decimal digits that fit into 32 bits.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> value, out uint number)
    {
        bool isNumber = TryParseNumber(value, out ulong wide);
        number = (uint)wide;
        return isNumber && wide <= uint.MaxValue;
    }

    /// <summary>80x24: both at least 1.</summary>
    public static bool TryParseSize(ReadOnlySpan<byte> value, out ushort columns, out ushort rows)
    {
        columns = 0;
        rows = 0;
        int cross = value.IndexOf((byte)'x');
        if (cross < 0
            || !TryParseNumber(value.Slice(0, cross), out uint width)
            || !TryParseNumber(value.Slice(cross + 1), out uint height)
            || width is 0 or > ushort.MaxValue
            || height is 0 or > ushort.MaxValue)
        {
            return false;
        }

        columns = (ushort)width;
        rows = (ushort)height;
        return true;
    }

    public static bool TryParseInterrupts(ReadOnlySpan<byte> value, out InterruptChoice choice)
    {
        bool isLines = value.SequenceEqual("lines"u8), isPic = value.SequenceEqual("pic"u8), isNone = value.SequenceEqual("none"u8);
        choice = isLines ? InterruptChoice.Lines
            : isPic ? InterruptChoice.Pic
            : isNone ? InterruptChoice.Polling
            : InterruptChoice.Messages;
        return isLines || isPic || isNone || value.SequenceEqual("auto"u8);
    }
}
