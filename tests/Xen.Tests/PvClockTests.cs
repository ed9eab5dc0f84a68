// Xen's clock from its record in the shared info page: exact, never back, and not fooled by a record that is being changed.
namespace Xen.Tests;

using System;
using Drivers.Xen;
using Kernel.Abi;
using Xen.Tests.Fakes;
using Xunit;

public sealed class PvClockTests
{
    private const int Version = 32, Timestamp = 40, SystemTime = 48, Multiplier = 56, Shift = 60;
    private const int WallVersion = 3072, WallSeconds = 3076, WallNanoseconds = 3080, WallSecondsHigh = 3084;

    // The views do not keep it alive.
    private readonly byte[] _memory = PinnedPages.Allocate(1);
    private readonly SharedMemory _page;
    private readonly CountedClock _clock;

    public PvClockTests()
    {
        _page = PinnedPages.View(_memory);
        _clock = new CountedClock(PinnedPages.View(_memory));
        SetRecord(timestamp: 1000, system: 5_000_000, multiplier: 1u << 31, shift: 1); // 1 GHz: ticks * 2 * 0.5
    }

    [Theory]
    [InlineData(1u << 31, 1, 1_000_000_000)]
    [InlineData(1u << 31, 0, 2_000_000_000)]
    [InlineData(3308655898u, -1, 2_596_200_000)] // as a testbed has it
    [InlineData(uint.MaxValue, 3, 125_000_000)]
    public void TheFrequencyFollowsFromMultiplierAndShift(uint multiplier, int shift, long expected)
    {
        SetRecord(0, 0, multiplier, shift);
        Assert.InRange((long)_clock.TicksPerSecond, expected - expected / 1000, expected + expected / 1000);
    }

    [Fact]
    public void TimeIsSystemTimeAndWhatHasBeenCountedSince()
    {
        _clock.Counter = 1000 + 123;
        Assert.Equal(5_000_123u, _clock.Nanoseconds);
        SetRecord(timestamp: 2000, system: 6_000_000, multiplier: 3308655898, shift: -1);
        _clock.Counter = 2000 + 2_596_200_000;
        Assert.InRange(_clock.Nanoseconds, 1_006_000_000ul - 100_000, 1_006_000_000ul + 100_000);
    }

    /// <summary>A new domain counts from 0, and Xen's last look at its own counter may be older than the domain.</summary>
    [Fact]
    public void TimeDidNotStandStillBecauseTheTimestampIsNegative()
    {
        SetRecord(timestamp: ulong.MaxValue - 999, system: 5_000_000, multiplier: 1u << 31, shift: 1);
        _clock.Counter = 500;
        Assert.Equal(5_001_500u, _clock.Nanoseconds);
    }

    [Fact]
    public void ACounterBehindTheTimestampCountsNothing()
    {
        _clock.Counter = 10;
        Assert.Equal(5_000_000u, _clock.Nanoseconds);
    }

    [Fact]
    public void TimeNeverGoesBackWhenTheRecordChanges()
    {
        _clock.Counter = 1000 + 5000;
        ulong before = _clock.Nanoseconds;
        SetRecord(timestamp: 6000, system: 5_004_000, multiplier: 1u << 31, shift: 1);
        Assert.Equal(before, _clock.Nanoseconds);
        _clock.Counter += 3000;
        Assert.Equal(5_007_000u, _clock.Nanoseconds);
    }

    [Fact]
    public void ARecordThatChangesWhileItIsReadIsReadAgain()
    {
        _clock.Counter = 1500;
        _clock.WhileReading = read =>
        {
            if (read == 1)
            {
                _page.WriteUInt32(Version, 3);
                _page.WriteUInt64(SystemTime, 0xDEAD_BEEF_DEAD_BEEF);
            }
            else if (read == 3)
            {
                SetRecord(timestamp: 1400, system: 7_000_000, multiplier: 1u << 31, shift: 1);
                _page.WriteUInt32(Version, 4);
            }
        };
        Assert.Equal(7_000_100u, _clock.Nanoseconds);
    }

    [Fact]
    public void ARecordThatStaysOddDoesNotHangTheKernel()
    {
        _page.WriteUInt32(Version, 1);
        _page.WriteUInt32(WallVersion, 1);
        _clock.Counter = 1001;
        Assert.Equal(5_000_001u, _clock.Nanoseconds);
        Assert.NotEqual(default, _clock.RealTime.Nanoseconds);
    }

    [Fact]
    public void TheDateIsThatOfXensStartAndTheTimeSince()
    {
        _page.WriteUInt32(WallVersion, 2);
        _page.WriteUInt32(WallSeconds, 1_800_000_000);
        _page.WriteUInt32(WallNanoseconds, 999_000_000);
        _clock.Counter = 1000 + 2_500_000_000;
        Timespec date = _clock.RealTime;
        Assert.Equal(1_800_000_003, date.Seconds);
        Assert.Equal(504_000_000, date.Nanoseconds);
        _page.WriteUInt32(WallSecondsHigh, 1);
        Assert.Equal(1_800_000_003 + (1L << 32), _clock.RealTime.Seconds);
    }

    private void SetRecord(ulong timestamp, ulong system, uint multiplier, int shift)
    {
        _page.WriteUInt64(Timestamp, timestamp);
        _page.WriteUInt64(SystemTime, system);
        _page.WriteUInt32(Multiplier, multiplier);
        _page.WriteByte(Shift, (byte)shift);
    }

    private sealed class CountedClock(SharedMemory page) : PvClock(page)
    {
        private int _reads;

        public ulong Counter { get; set; }

        public Action<int>? WhileReading { get; set; }

        protected override ulong ReadCounter()
        {
            WhileReading?.Invoke(++_reads);
            return Counter;
        }
    }
}
