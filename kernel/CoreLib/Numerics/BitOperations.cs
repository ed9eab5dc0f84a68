// Counting and finding bits; ILC replaces most bodies by one instruction.
namespace System.Numerics;

using System.Runtime.CompilerServices;

public static class BitOperations
{
    [Intrinsic]
    public static int LeadingZeroCount(uint value) => LeadingZeroCount((ulong)value) - 32;

    [Intrinsic]
    public static int LeadingZeroCount(ulong value)
    {
        if (value == 0)
        {
            return 64;
        }

        int count = 0;
        for (int step = 32; step != 0; step >>= 1)
        {
            if (value >> (64 - step) == 0)
            {
                value <<= step;
                count += step;
            }
        }

        return count;
    }

    [Intrinsic]
    public static int TrailingZeroCount(int value) => TrailingZeroCount((uint)value);

    [Intrinsic]
    public static int TrailingZeroCount(uint value) => value == 0 ? 32 : TrailingZeroCount((ulong)value);

    [Intrinsic]
    public static int TrailingZeroCount(long value) => TrailingZeroCount((ulong)value);

    [Intrinsic]
    public static int TrailingZeroCount(ulong value) => value == 0 ? 64 : 63 - LeadingZeroCount(value & (0 - value));

    [Intrinsic]
    public static int PopCount(uint value) => PopCount((ulong)value);

    [Intrinsic]
    public static int PopCount(ulong value)
    {
        value -= (value >> 1) & 0x5555555555555555;
        value = (value & 0x3333333333333333) + ((value >> 2) & 0x3333333333333333);
        value = (value + (value >> 4)) & 0x0F0F0F0F0F0F0F0F;
        return (int)((value * 0x0101010101010101) >> 56);
    }

    /// <summary>The index of the highest set bit; 0 for 0.</summary>
    public static int Log2(uint value) => 31 - LeadingZeroCount(value | 1);

    /// <summary>The index of the highest set bit; 0 for 0.</summary>
    public static int Log2(ulong value) => 63 - LeadingZeroCount(value | 1);

    public static bool IsPow2(int value) => value > 0 && (value & (value - 1)) == 0;

    public static bool IsPow2(uint value) => value != 0 && (value & (value - 1)) == 0;

    public static bool IsPow2(long value) => value > 0 && (value & (value - 1)) == 0;

    public static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The smallest power of two that is at least <paramref name="value"/>; 0 when it does not fit.</summary>
    public static uint RoundUpToPowerOf2(uint value) =>
        value == 0 ? 0 : (uint)(0x1_0000_0000UL >> LeadingZeroCount(value - 1));

    /// <summary>The smallest power of two that is at least <paramref name="value"/>; 0 when it does not fit.</summary>
    public static ulong RoundUpToPowerOf2(ulong value)
    {
        int shift = 64 - LeadingZeroCount(value - 1);
        return value == 0 || shift == 64 ? (value == 0 ? 0 : value == 1 ? 1UL : 0) : 1UL << shift;
    }

    [Intrinsic]
    public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));

    [Intrinsic]
    public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    [Intrinsic]
    public static uint RotateRight(uint value, int offset) => (value >> offset) | (value << (32 - offset));

    [Intrinsic]
    public static ulong RotateRight(ulong value, int offset) => (value >> offset) | (value << (64 - offset));
}
