// What clock_gettime relies on: conversions that are exact to a tick over years.
namespace Memory.Tests;

using System;
using Kernel.Time;
using Xunit;

public sealed class ClockScaleTests
{
    [Theory]
    [InlineData(1_000_000_000UL, 1_000_000_000UL)]
    [InlineData(2_899_999_870UL, 1_000_000_000UL)]
    [InlineData(62_500_000UL, 1_000_000_000UL)]
    [InlineData(1UL, 1_000_000_000UL)]
    [InlineData(1_000_000_000UL, 1UL)]
    [InlineData(1_000_000_000UL, 5_000_000_011UL)]
    [InlineData(ulong.MaxValue, 3UL)]
    public void ConversionIsTheExactQuotientOrOneLess(ulong from, ulong to)
    {
        var scale = new ClockScale(from, to);
        var random = new Random(3);
        for (int step = 0; step < 1000; step++)
        {
            ulong ticks = (ulong)random.NextInt64() >> random.Next(63);
            UInt128 exact = (UInt128)ticks * to / from;
            if (exact > ulong.MaxValue)
            {
                continue;
            }

            ulong actual = scale.Convert(ticks);
            Assert.InRange((ulong)exact - actual, 0UL, 1UL);
        }
    }

    [Fact]
    public void TenYearsOfTicksLoseNoNanosecond()
    {
        const ulong Frequency = 2_400_000_001;
        const ulong Seconds = 10UL * 365 * 86400;
        ulong nanoseconds = new ClockScale(Frequency, 1_000_000_000).Convert(Seconds * Frequency);
        Assert.InRange(Seconds * 1_000_000_000 - nanoseconds, 0UL, 1UL);
    }
}
