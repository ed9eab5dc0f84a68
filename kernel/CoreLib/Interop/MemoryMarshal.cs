// Spans over anything. Only the unsafe layers may name this class.
namespace System.Runtime.InteropServices;

using System.Runtime.CompilerServices;
using Internal.Runtime.CompilerHelpers;

public static class MemoryMarshal
{
    [Intrinsic]
    public static ref T GetArrayDataReference<T>(T[] array) =>
        ref Unsafe.As<byte, T>(ref Unsafe.As<RawArray>(array).FirstByte);

    public static ref T GetReference<T>(Span<T> span) => ref span.First;

    public static ref T GetReference<T>(ReadOnlySpan<T> span) => ref span.First;

    public static Span<T> CreateSpan<T>(scoped ref T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    public static ReadOnlySpan<T> CreateReadOnlySpan<T>(scoped ref readonly T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    public static Span<byte> AsBytes<T>(Span<T> span)
        where T : struct => new(ref Unsafe.As<T, byte>(ref span.First), checked(span.Length * Unsafe.SizeOf<T>()));

    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span)
        where T : struct => new(ref Unsafe.As<T, byte>(ref span.First), checked(span.Length * Unsafe.SizeOf<T>()));

    public static Span<TTo> Cast<TFrom, TTo>(Span<TFrom> span)
        where TFrom : struct
        where TTo : struct =>
        new(ref Unsafe.As<TFrom, TTo>(ref span.First), (int)((long)span.Length * Unsafe.SizeOf<TFrom>() / Unsafe.SizeOf<TTo>()));

    public static ReadOnlySpan<TTo> Cast<TFrom, TTo>(ReadOnlySpan<TFrom> span)
        where TFrom : struct
        where TTo : struct =>
        new(ref Unsafe.As<TFrom, TTo>(ref span.First), (int)((long)span.Length * Unsafe.SizeOf<TFrom>() / Unsafe.SizeOf<TTo>()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(ReadOnlySpan<byte> source)
        where T : struct
    {
        if (Unsafe.SizeOf<T>() > source.Length)
        {
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        }

        return Unsafe.ReadUnaligned<T>(ref source.First);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(Span<byte> destination, in T value)
        where T : struct
    {
        if (Unsafe.SizeOf<T>() > destination.Length)
        {
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        }

        Unsafe.WriteUnaligned(ref destination.First, value);
    }

    /// <summary>An array as the runtime lays it out: method table, length, padding, elements.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private sealed class RawArray
    {
        public uint Length;
        public uint Padding;
        public byte FirstByte;
    }
}
