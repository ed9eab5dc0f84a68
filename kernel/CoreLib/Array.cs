// Arrays: the layout that ILC expects (length first) and the few static methods the kernel uses.
namespace System;

public abstract class Array
{
    private readonly int _length;

    public int Length => _length;

    public static int MaxLength => 0x7FFFFFC7;

    public static T[] Empty<T>() => new T[0];

    public static void Copy<T>(T[] source, int sourceIndex, T[] destination, int destinationIndex, int length) =>
        new Span<T>(source, sourceIndex, length).CopyTo(new Span<T>(destination, destinationIndex, length));

    public static void Copy<T>(T[] source, T[] destination, int length) => Copy(source, 0, destination, 0, length);

    public static void Clear<T>(T[] array) => new Span<T>(array).Clear();

    public static void Clear<T>(T[] array, int index, int length) => new Span<T>(array, index, length).Clear();

    public static void Fill<T>(T[] array, T value) => new Span<T>(array).Fill(value);

    public static int IndexOf<T>(T[] array, T value)
        where T : IEquatable<T> => new ReadOnlySpan<T>(array).IndexOf(value);
}

/// <summary>Where ILC looks for the methods of T[].</summary>
internal class Array<T> : Array
{
}
