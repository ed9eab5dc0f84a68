// Integer arithmetic.
namespace System;

using Internal.Runtime.CompilerHelpers;

public static class Math
{
    public static sbyte Min(sbyte left, sbyte right) => left < right ? left : right;

    public static byte Min(byte left, byte right) => left < right ? left : right;

    public static short Min(short left, short right) => left < right ? left : right;

    public static ushort Min(ushort left, ushort right) => left < right ? left : right;

    public static int Min(int left, int right) => left < right ? left : right;

    public static uint Min(uint left, uint right) => left < right ? left : right;

    public static long Min(long left, long right) => left < right ? left : right;

    public static ulong Min(ulong left, ulong right) => left < right ? left : right;

    public static nint Min(nint left, nint right) => left < right ? left : right;

    public static nuint Min(nuint left, nuint right) => left < right ? left : right;

    public static sbyte Max(sbyte left, sbyte right) => left > right ? left : right;

    public static byte Max(byte left, byte right) => left > right ? left : right;

    public static short Max(short left, short right) => left > right ? left : right;

    public static ushort Max(ushort left, ushort right) => left > right ? left : right;

    public static int Max(int left, int right) => left > right ? left : right;

    public static uint Max(uint left, uint right) => left > right ? left : right;

    public static long Max(long left, long right) => left > right ? left : right;

    public static ulong Max(ulong left, ulong right) => left > right ? left : right;

    public static nint Max(nint left, nint right) => left > right ? left : right;

    public static nuint Max(nuint left, nuint right) => left > right ? left : right;

    public static byte Clamp(byte value, byte min, byte max) => value < min ? min : value > max ? max : value;

    public static int Clamp(int value, int min, int max) => value < min ? min : value > max ? max : value;

    public static uint Clamp(uint value, uint min, uint max) => value < min ? min : value > max ? max : value;

    public static long Clamp(long value, long min, long max) => value < min ? min : value > max ? max : value;

    public static ulong Clamp(ulong value, ulong min, ulong max) => value < min ? min : value > max ? max : value;

    public static nint Clamp(nint value, nint min, nint max) => value < min ? min : value > max ? max : value;

    public static nuint Clamp(nuint value, nuint min, nuint max) => value < min ? min : value > max ? max : value;

    public static int Abs(int value) => value < 0 ? checked(-value) : value;

    public static long Abs(long value) => value < 0 ? checked(-value) : value;

    public static int Sign(int value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static int Sign(long value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static (int Quotient, int Remainder) DivRem(int left, int right)
    {
        int quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static (uint Quotient, uint Remainder) DivRem(uint left, uint right)
    {
        uint quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static (long Quotient, long Remainder) DivRem(long left, long right)
    {
        long quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right)
    {
        ulong quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static (nuint Quotient, nuint Remainder) DivRem(nuint left, nuint right)
    {
        nuint quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    /// <summary>The 128-bit product.</summary>
    /// <returns>The high half.</returns>
    public static ulong BigMul(ulong left, ulong right, out ulong low)
    {
        ulong lowLow = (ulong)(uint)left * (uint)right;
        ulong highLow = (left >> 32) * (uint)right;
        ulong lowHigh = (uint)left * (right >> 32);
        ulong middle = highLow + (lowLow >> 32);
        ulong carry = lowHigh + (uint)middle;
        low = left * right;
        return ((left >> 32) * (right >> 32)) + (middle >> 32) + (carry >> 32);
    }

    public static ulong BigMul(uint left, uint right) => (ulong)left * right;

    public static long BigMul(int left, int right) => (long)left * right;

    // checked(a * b) on 64-bit values compiles to these.
    private static long MultiplyChecked(long left, long right)
    {
        bool isNegative = (left ^ right) < 0;
        ulong high = BigMul(Magnitude(left), Magnitude(right), out ulong low);
        ulong limit = isNegative ? 0x8000000000000000 : 0x7FFFFFFFFFFFFFFF;
        if (high != 0 || low > limit)
        {
            ThrowHelpers.ThrowOverflowException();
        }

        return isNegative ? (long)(0 - low) : (long)low;
    }

    private static ulong MultiplyChecked(ulong left, ulong right)
    {
        if (BigMul(left, right, out ulong low) != 0)
        {
            ThrowHelpers.ThrowOverflowException();
        }

        return low;
    }

    // ILC asks for these wherever it sees a checked conversion; it calls them only for floating point.
    private static int ConvertToInt32Checked(double value) => (int)InRange(value, -2147483649.0, 2147483648.0);

    private static uint ConvertToUInt32Checked(double value) => (uint)InRange(value, -1.0, 4294967296.0);

    private static long ConvertToInt64Checked(double value) => (long)InRange(value, -9223372036854777856.0, 9223372036854775808.0);

    private static ulong ConvertToUInt64Checked(double value) => (ulong)InRange(value, -1.0, 18446744073709551616.0);

    private static double InRange(double value, double above, double below)
    {
        if (!(value > above && value < below))
        {
            ThrowHelpers.ThrowOverflowException();
        }

        return value;
    }

    private static ulong Magnitude(long value) => value < 0 ? 0 - (ulong)value : (ulong)value;
}
