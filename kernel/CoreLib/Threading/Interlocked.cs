// Atomic operations; ILC turns each into one locked instruction (the bodies call themselves only in name).
namespace System.Threading;

using System.Runtime.CompilerServices;

public static class Interlocked
{
    [Intrinsic]
    public static int CompareExchange(ref int location, int value, int comparand) => CompareExchange(ref location, value, comparand);

    [Intrinsic]
    public static int Exchange(ref int location, int value) => Exchange(ref location, value);

    public static uint CompareExchange(ref uint location, uint value, uint comparand) =>
        (uint)CompareExchange(ref Unsafe.As<uint, int>(ref location), (int)value, (int)comparand);

    public static uint Exchange(ref uint location, uint value) => (uint)Exchange(ref Unsafe.As<uint, int>(ref location), (int)value);

    [Intrinsic]
    public static long CompareExchange(ref long location, long value, long comparand) => CompareExchange(ref location, value, comparand);

    [Intrinsic]
    public static long Exchange(ref long location, long value) => Exchange(ref location, value);

    public static ulong CompareExchange(ref ulong location, ulong value, ulong comparand) =>
        (ulong)CompareExchange(ref Unsafe.As<ulong, long>(ref location), (long)value, (long)comparand);

    public static ulong Exchange(ref ulong location, ulong value) => (ulong)Exchange(ref Unsafe.As<ulong, long>(ref location), (long)value);

    [Intrinsic]
    public static nint CompareExchange(ref nint location, nint value, nint comparand) => CompareExchange(ref location, value, comparand);

    [Intrinsic]
    public static nint Exchange(ref nint location, nint value) => Exchange(ref location, value);

    public static nuint CompareExchange(ref nuint location, nuint value, nuint comparand) =>
        (nuint)CompareExchange(ref Unsafe.As<nuint, nint>(ref location), (nint)value, (nint)comparand);

    public static nuint Exchange(ref nuint location, nuint value) => (nuint)Exchange(ref Unsafe.As<nuint, nint>(ref location), (nint)value);

    public static int Add(ref int location, int value) => ExchangeAdd(ref location, value) + value;

    public static int Increment(ref int location) => Add(ref location, 1);

    public static int Decrement(ref int location) => Add(ref location, -1);

    [Intrinsic]
    internal static int ExchangeAdd(ref int location, int value) => ExchangeAdd(ref location, value);

    public static long Add(ref long location, long value) => ExchangeAdd(ref location, value) + value;

    public static long Increment(ref long location) => Add(ref location, 1);

    public static long Decrement(ref long location) => Add(ref location, -1);

    [Intrinsic]
    internal static long ExchangeAdd(ref long location, long value) => ExchangeAdd(ref location, value);

    [Intrinsic]
    public static void MemoryBarrier() => MemoryBarrier();
}
