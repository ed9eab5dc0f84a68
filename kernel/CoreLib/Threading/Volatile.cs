// Loads with acquire and stores with release order: what a ring shared with a device needs on x86.
namespace System.Threading;

using System.Runtime.CompilerServices;

public static class Volatile
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(ref readonly bool location) => Unsafe.As<bool, VolatileBool>(ref Unsafe.AsRef(in location)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref bool location, bool value) => Unsafe.As<bool, VolatileBool>(ref location).Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Read(ref readonly byte location) => Unsafe.As<byte, VolatileByte>(ref Unsafe.AsRef(in location)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte location, byte value) => Unsafe.As<byte, VolatileByte>(ref location).Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Read(ref readonly ushort location) => Unsafe.As<ushort, VolatileUShort>(ref Unsafe.AsRef(in location)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref ushort location, ushort value) => Unsafe.As<ushort, VolatileUShort>(ref location).Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ref readonly int location) => Unsafe.As<int, VolatileInt>(ref Unsafe.AsRef(in location)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref int location, int value) => Unsafe.As<int, VolatileInt>(ref location).Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Read(ref readonly uint location) => Unsafe.As<uint, VolatileUInt>(ref Unsafe.AsRef(in location)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref uint location, uint value) => Unsafe.As<uint, VolatileUInt>(ref location).Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref readonly ulong location) => (ulong)Read(in Unsafe.As<ulong, nuint>(ref Unsafe.AsRef(in location)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref ulong location, ulong value) => Write(ref Unsafe.As<ulong, nuint>(ref location), (nuint)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read(ref readonly long location) => (long)Read(in Unsafe.As<long, nuint>(ref Unsafe.AsRef(in location)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref long location, long value) => Write(ref Unsafe.As<long, nuint>(ref location), (nuint)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Read(ref readonly nuint location) => Unsafe.As<nuint, VolatileWord>(ref Unsafe.AsRef(in location)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref nuint location, nuint value) => Unsafe.As<nuint, VolatileWord>(ref location).Value = value;

    private struct VolatileBool
    {
        public volatile bool Value;
    }

    private struct VolatileByte
    {
        public volatile byte Value;
    }

    private struct VolatileUShort
    {
        public volatile ushort Value;
    }

    private struct VolatileInt
    {
        public volatile int Value;
    }

    private struct VolatileUInt
    {
        public volatile uint Value;
    }

    private struct VolatileWord
    {
        public volatile nuint Value;
    }
}
