// One line of /proc that names a size: the label, the size in KiB in eight columns, "kB". RamText and StatusText are made of them.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;

internal static class SizeLine
{
    private const int Columns = 8;

    /// <param name="label">With whatever stands between it and the columns.</param>
    /// <param name="bytes">Rounded down to KiB.</param>
    public static void Append(ReadOnlySpan<byte> label, ulong bytes, ref TextBuilder text)
    {
        text.Append(label);
        AppendRight(bytes >> 10, Columns, ref text);
        text.Append(" kB\n"u8);
    }

    /// <summary>A number with spaces before it.</summary>
    public static void AppendRight(ulong value, int columns, ref TextBuilder text)
    {
        for (ulong rest = value / 10; rest != 0; rest /= 10)
        {
            columns--;
        }

        for (; columns > 1; columns--)
        {
            text.Append((byte)' ');
        }

        text.AppendDecimal(value);
    }
}
