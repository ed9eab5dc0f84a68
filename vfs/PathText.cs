// How a path is cut into names (path_resolution(7)): slashes repeat, the ends do not matter. PathWalk and MountTable use it.
namespace Vfs;

using System;

public static class PathText
{
    private const byte Slash = (byte)'/';

    /// <summary>Finds the next name at or after <paramref name="position"/> and moves behind it; false when only slashes are left.</summary>
    public static bool Next(ReadOnlySpan<byte> text, ref int position, out int start, out int length)
    {
        while (position < text.Length && text[position] == Slash)
        {
            position++;
        }

        start = position;
        while (position < text.Length && text[position] != Slash)
        {
            position++;
        }

        length = position - start;
        return length != 0;
    }

    /// <summary>Whether no name comes at or after <paramref name="position"/>.</summary>
    public static bool HasOnlySlashesFrom(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && text[position] == Slash)
        {
            position++;
        }

        return position == text.Length;
    }

    public static bool EndsWithSlash(ReadOnlySpan<byte> text) => !text.IsEmpty && text[text.Length - 1] == Slash;
}
