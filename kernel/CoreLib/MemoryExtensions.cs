// Searching and comparing spans, as extension methods.
namespace System;

using System.Runtime.CompilerServices;

public static class MemoryExtensions
{
    public static Span<T> AsSpan<T>(this T[]? array) => new(array);

    public static Span<T> AsSpan<T>(this T[]? array, int start) => new Span<T>(array).Slice(start);

    public static Span<T> AsSpan<T>(this T[]? array, int start, int length) => new(array, start, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool SequenceEqual(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> other) =>
        span.Length == other.Length && SpanHelpers.SequenceEqual(ref span.First, ref other.First, (nuint)span.Length);

    public static bool SequenceEqual<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other)
        where T : IEquatable<T>
    {
        if (span.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < span.Length; i++)
        {
            if (!span[i].Equals(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static int SequenceCompareTo(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> other)
    {
        int common = Math.Min(span.Length, other.Length);
        for (int i = 0; i < common; i++)
        {
            if (span[i] != other[i])
            {
                return span[i] - other[i];
            }
        }

        return span.Length - other.Length;
    }

    public static int IndexOf<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (span[i].Equals(value))
            {
                return i;
            }
        }

        return -1;
    }

    public static int IndexOf<T>(this Span<T> span, T value)
        where T : IEquatable<T> => IndexOf((ReadOnlySpan<T>)span, value);

    public static int IndexOf(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i + value.Length <= span.Length; i++)
        {
            if (SequenceEqual(span.Slice(i, value.Length), value))
            {
                return i;
            }
        }

        return -1;
    }

    public static int IndexOfAny<T>(this ReadOnlySpan<T> span, T first, T second)
        where T : IEquatable<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (span[i].Equals(first) || span[i].Equals(second))
            {
                return i;
            }
        }

        return -1;
    }

    public static int LastIndexOf<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T>
    {
        int i = span.Length - 1;
        while (i >= 0 && !span[i].Equals(value))
        {
            i--;
        }

        return i;
    }

    public static int LastIndexOf<T>(this Span<T> span, T value)
        where T : IEquatable<T> => LastIndexOf((ReadOnlySpan<T>)span, value);

    public static bool Contains<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => IndexOf(span, value) >= 0;

    public static bool StartsWith(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> value) =>
        span.Length >= value.Length && SequenceEqual(span.Slice(0, value.Length), value);

    public static bool EndsWith(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> value) =>
        span.Length >= value.Length && SequenceEqual(span.Slice(span.Length - value.Length), value);

    public static bool StartsWith<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => span.Length != 0 && span[0].Equals(value);

    public static bool EndsWith<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => span.Length != 0 && span[^1].Equals(value);

    public static ReadOnlySpan<T> TrimEnd<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T>
    {
        int length = span.Length;
        while (length > 0 && span[length - 1].Equals(value))
        {
            length--;
        }

        return span.Slice(0, length);
    }
}
