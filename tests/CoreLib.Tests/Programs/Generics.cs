// Struct-constrained generics, static abstract members, generic classes over references and values, function pointers.
namespace Sample;

using System;
using System.Runtime.CompilerServices;

public interface IMessage
{
    static abstract int Type { get; }

    int Length { get; }

    int Twice() => Length * 2;
}

public readonly ref struct Text(ReadOnlySpan<byte> bytes) : IMessage
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public static int Type => 7;

    public int Length => _bytes.Length;

    int IMessage.Twice() => Length + Length + 1;
}

public struct Number : IMessage
{
    public static int Type => 8;

    public readonly int Length => 4;
}

public sealed class Pool<T>(int size)
    where T : class
{
    private readonly T?[] _items = new T?[size];
    private int _count;

    public void Return(T item) => _items[_count++] = item;

    public T? Take() => _count == 0 ? null : _items[--_count];
}

public sealed class Ring<T>(int size)
    where T : struct
{
    private readonly T[] _items = new T[size];
    private int _at;

    public ref T Next() => ref _items[_at++ % _items.Length];
}

public static unsafe class Generics
{
    public static ulong Run()
    {
        Digest digest = default;
        digest.Add(Measure(new Text("hello"u8)) + Measure(new Number()));
        Pool<string> strings = new(2);
        strings.Return("a");
        strings.Return("bcd");
        Pool<Ring<int>> rings = new(1);
        rings.Return(new Ring<int>(3));
        digest.Add(strings.Take()!.Length * 10 + strings.Take()!.Length);
        digest.Add(strings.Take() is null);
        Ring<int> ring = rings.Take()!;
        for (int i = 0; i < 5; i++)
        {
            ring.Next() += i;
        }

        digest.Add(ring.Next());
        delegate*<int, int> function = digest.Value % 2 == 0 ? &Twice : &Square;
        digest.Add(function(6));
        digest.Add(typeof(int) == typeof(uint));
        digest.Add(SizeOf<long>() + SizeOf<byte>());
        digest.Add(Choose(3) + Choose(5) + Choose(90));
        return digest.Value;
    }

    private static int Measure<T>(in T message)
        where T : IMessage, allows ref struct => T.Type * 100 + message.Length;

    private static int SizeOf<T>() => typeof(T) == typeof(byte) ? 100 : Unsafe.SizeOf<T>();

    private static int Twice(int n) => n * 2;

    private static int Square(int n) => n * n;

    private static int Choose(int n)
    {
        return n switch { 0 => 5, 1 => 6, 2 => 60, 3 => 31, 4 => 8, 5 => 90, 6 => 2, _ => Local(n) };

        static int Local(int m) => -m;
    }
}
