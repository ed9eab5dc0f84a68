// Math, BitOperations, checked arithmetic and conversions.
namespace Sample;

using System;
using System.Numerics;

public static class Arithmetic
{
    public static ulong Run()
    {
        Digest digest = default;
        ReadOnlySpan<ulong> samples =
            [0, 1, 2, 3, 7, 8, 63, 64, 255, 256, 65535, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, 0x123456789ABCDEF0, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF];
        foreach (ulong a in samples)
        {
            digest.Add(BitOperations.LeadingZeroCount(a));
            digest.Add(BitOperations.LeadingZeroCount((uint)a));
            digest.Add(BitOperations.TrailingZeroCount(a));
            digest.Add(BitOperations.TrailingZeroCount((uint)a));
            digest.Add(BitOperations.PopCount(a));
            digest.Add(BitOperations.PopCount((uint)a));
            digest.Add(BitOperations.Log2(a));
            digest.Add(BitOperations.Log2((uint)a));
            digest.Add(BitOperations.IsPow2(a));
            digest.Add((long)BitOperations.RoundUpToPowerOf2(a));
            digest.Add(BitOperations.RoundUpToPowerOf2((uint)a));
            digest.Add((long)BitOperations.RotateLeft(a, 13));
            digest.Add(BitOperations.RotateRight((uint)a, 5));
            digest.Add(Math.Sign((long)a));
            digest.Add(Math.Clamp((long)a, -5, 100));
            foreach (ulong b in samples)
            {
                digest.Add((long)Math.BigMul(a, b, out ulong low));
                digest.Add((long)low);
                digest.Add((long)Math.Min(a, b));
                digest.Add(Math.Max((long)a, (long)b));
                if (b != 0)
                {
                    (ulong quotient, ulong remainder) = Math.DivRem(a, b);
                    digest.Add((long)(quotient ^ remainder));
                    digest.Add((long)a % Math.Max((int)b | 1, 3));
                }
            }
        }

        int small = (int)samples[3];
        digest.Add(checked(small * 1000 + small));
        digest.Add(checked((long)small * 0x40000000 * small));
        digest.Add((long)checked((ulong)small * 0x5555555555555555));
        digest.Add(checked((byte)(small + 252)));
        digest.Add(checked((ushort)(uint)small));
        digest.Add(Math.Abs(-small) + Math.Abs(-(long)small));
        digest.Add(int.MaxValue ^ int.MinValue ^ byte.MaxValue ^ short.MinValue);
        digest.Add((long)(ulong.MaxValue ^ uint.MaxValue ^ unchecked((ulong)long.MinValue) ^ ushort.MaxValue));
        digest.Add((long)(nuint.MaxValue ^ (nuint)small));
        return digest.Value;
    }
}
