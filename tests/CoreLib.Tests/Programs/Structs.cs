// Inline arrays, ref structs, explicit layouts, tuples, nullables, init properties, large copies and structs with references.
namespace Sample;

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[InlineArray(8)]
public struct Eight
{
    private int _first;
}

[InlineArray(3)]
public struct Three
{
    private object? _first;
}

public readonly struct Point(int x, int y) : IEquatable<Point>
{
    public readonly int X = x;

    public int Y => y;

    public int Z { get; init; }

    public bool Equals(Point other) => X == other.X && Y == other.Y;
}

[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct Overlaid
{
    [FieldOffset(0)]
    public ulong Word;

    [FieldOffset(4)]
    public uint High;

    [FieldOffset(16)]
    public byte Tail;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Packed
{
    public byte First;
    public ulong Second;
}

public struct Large
{
    public Eight A;
    public Eight B;
    public Eight C;
    public Eight D;
    public Eight E;
    public object? Reference;
}

public ref struct Cursor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    public int Next() => _at < _text.Length ? _text[_at++] : -1;

    public void Dispose() => _at = -1;
}

public static class Structs
{
    public static unsafe ulong Run()
    {
        Digest digest = default;
        Eight eight = default;
        for (int i = 0; i < 8; i++)
        {
            eight[i] = i * i;
        }

        Span<int> part = eight[2..5];
        part[0] += 100;
        digest.Add(eight[2] + eight[^1] + part.Length);
        Three three = default;
        three[1] = "text";
        three[2] = three[1];
        digest.Add(three[0] is null && three[2] is string { Length: 4 });
        Large large = new() { B = eight, Reference = three[1] };
        Large copy = Touch(large);
        digest.Add(copy.B[3] + copy.E[1] + large.E[1]);
        digest.Add(copy.Reference == large.Reference);
        Point point = new(3, 4) { Z = 5 };
        Point other = point;
        digest.Add(point.X + point.Y + point.Z + (point.Equals(other) ? 1 : 0));
        Overlaid overlaid = new() { Word = 0x1122334455667788, Tail = 7 };
        digest.Add(overlaid.High + overlaid.Tail + sizeof(Overlaid) + sizeof(Packed));
        digest.Add(RuntimeHelpers.IsReferenceOrContainsReferences<Large>() && !RuntimeHelpers.IsReferenceOrContainsReferences<Point>());
        int? nothing = eight[0] == 0 ? null : 3;
        int? something = eight[1];
        digest.Add((nothing ?? 11) + something!.Value + nothing.GetValueOrDefault(4) + (something is int n ? n : 0));
        (int low, int high) = Order(9, 2);
        digest.Add(low * 10 + high);
        using (Cursor cursor = new("abc"u8))
        {
            for (int c = cursor.Next(); c >= 0; c = cursor.Next())
            {
                digest.Add(c);
            }
        }

        Span<Point> points = stackalloc Point[4];
        points[1] = point;
        foreach (ref readonly Point p in points)
        {
            digest.Add(p.Z);
        }

        digest.Add(points.ToReadOnly().IndexOf(other));
        return digest.Value;
    }

    private static ReadOnlySpan<Point> ToReadOnly(this Span<Point> points) => points;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Large Touch(Large large)
    {
        large.E[1] = 55;
        return large;
    }

    private static (int Low, int High) Order(int a, int b) => a < b ? (a, b) : (b, a);
}
