// Pointer arithmetic on references; methods without a body are ILC intrinsics. Only the unsafe layers may name this class.
namespace System.Runtime.CompilerServices;

public static unsafe class Unsafe
{
    [Intrinsic]
    public static extern ref T Add<T>(ref T source, int elementOffset);

    [Intrinsic]
    public static extern ref T Add<T>(ref T source, nint elementOffset);

    [Intrinsic]
    public static extern ref T Add<T>(ref T source, nuint elementOffset);

    [Intrinsic]
    public static extern ref T AddByteOffset<T>(ref T source, nint byteOffset);

    [Intrinsic]
    public static extern ref T AddByteOffset<T>(ref T source, nuint byteOffset);

    [Intrinsic]
    public static extern bool AreSame<T>(ref readonly T left, ref readonly T right);

    [Intrinsic]
    public static extern ref TTo As<TFrom, TTo>(ref TFrom source);

    [Intrinsic]
    public static extern T As<T>(object? value)
        where T : class?;

    [Intrinsic]
    public static extern void* AsPointer<T>(ref readonly T value)
        where T : allows ref struct;

    [Intrinsic]
    public static extern ref T AsRef<T>(void* source);

    [Intrinsic]
    public static extern ref T AsRef<T>(scoped ref readonly T source);

    [Intrinsic]
    public static extern nint ByteOffset<T>(ref readonly T origin, ref readonly T target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ReadUnaligned<T>(void* source) => *(T*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ReadUnaligned<T>(ref readonly byte source) => As<byte, T>(ref AsRef(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUnaligned<T>(void* destination, T value) => *(T*)destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUnaligned<T>(ref byte destination, T value) => As<byte, T>(ref destination) = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(void* source) => *(T*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(void* destination, T value) => *(T*)destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeOf<T>()
        where T : allows ref struct => sizeof(T);

    [Intrinsic]
    public static extern void SkipInit<T>(out T value);
}
