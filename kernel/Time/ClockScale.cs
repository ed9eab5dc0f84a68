// Turns one clock's ticks into another's with a multiply and a shift; made once a frequency is known, used on every clock read.
namespace Kernel.Time;

using System;

/// <summary>
/// ticks * to / from, exact to one part in 2^63: the factor is kept as multiplier / 2^shift with the multiplier's top bit set,
/// and the product is 128 bits wide, so that neither rounding nor overflow lets a clock drift.
/// </summary>
public readonly struct ClockScale
{
    /// <summary>Ticks per second of a clock that counts nanoseconds.</summary>
    public const ulong Nanosecond = 1_000_000_000;

    private readonly ulong _multiplier;
    private readonly int _shift;

    /// <param name="from">Ticks per second of the clock that is read, at least 1.</param>
    /// <param name="to">Ticks per second of the result, at least 1; 1,000,000,000 for nanoseconds.</param>
    public ClockScale(ulong from, ulong to)
    {
        // Long division of to by from, one bit of quotient at a time, until the multiplier is full.
        ulong quotient = to / from;
        ulong remainder = to % from;
        int shift = 0;
        while (quotient >> 63 == 0)
        {
            bool carry = remainder >> 63 != 0;
            remainder <<= 1;
            quotient <<= 1;
            if (carry || remainder >= from)
            {
                remainder -= from;
                quotient |= 1;
            }

            shift++;
        }

        _multiplier = quotient;
        _shift = shift;
    }

    /// <summary>The factor is this over 2 to the power of <see cref="Shift"/>.</summary>
    public ulong Multiplier => _multiplier;

    public int Shift => _shift;

    /// <summary>Rounds down; the result must fit 64 bits.</summary>
    public ulong Convert(ulong ticks)
    {
        ulong high = Math.BigMul(ticks, _multiplier, out ulong low);
        if (_shift == 0)
        {
            return low;
        }

        if (_shift < 64)
        {
            return (high << (64 - _shift)) | (low >> _shift);
        }

        // The factor of a slow result clock (nanoseconds to seconds) may need shifts beyond the low word.
        return _shift < 128 ? high >> (_shift - 64) : 0;
    }
}
