// The last few KiB of the log lines that loglevel= hid, so that a panic can tell what led to it.
namespace Kernel.Diagnostics;

using System;
using System.Runtime.CompilerServices;

internal static class LogRing
{
    private const int Capacity = 8192;

    private static Storage s_text;
    private static ulong s_written;

    public static bool IsEmpty => s_written == 0;

    public static void Append(ReadOnlySpan<byte> text)
    {
        Span<byte> ring = s_text;
        for (int i = 0; i < text.Length; i++)
        {
            ring[(int)(s_written++ % Capacity)] = text[i];
        }
    }

    /// <summary>Writes whole lines of the last <paramref name="limit"/> bytes to the log's port.</summary>
    public static void Show(int limit)
    {
        Span<byte> ring = s_text;
        ulong from = s_written > (ulong)limit ? s_written - (ulong)limit : 0;
        if (from != 0)
        {
            while (from < s_written && ring[(int)(from % Capacity)] != '\n')
            {
                from++;
            }

            from++;
        }

        for (; from < s_written; from++)
        {
            LogPort.Write(ring.Slice((int)(from % Capacity), 1));
        }
    }

    [InlineArray(Capacity)]
    private struct Storage
    {
        private byte _first;
    }
}
