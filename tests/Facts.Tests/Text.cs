// Runs a writer of text over a buffer of a given size and returns what it wrote as a string.
namespace Facts.Tests;

using System;
using System.Text;

internal static class Text
{
    public delegate int Writer(Span<byte> text);

    public static string Of(Writer writer, int room = 16384)
    {
        var buffer = new byte[room];
        return Encoding.UTF8.GetString(buffer, 0, writer(buffer));
    }
}
