// How the wall clock is set: every way in which a PC's clock chip writes the same moment.
namespace Memory.Tests;

using System;
using Kernel.Time;
using Xunit;

public sealed class CalendarTimeTests
{
    private const byte Bcd24 = 0x02;
    private const byte Binary24 = 0x06;
    private const byte Bcd12 = 0x00;
    private const byte Binary12 = 0x04;

    [Theory]
    [InlineData(Bcd24, 0x23, 0x59, 0x58, 0x29, 0x02, 0x24, 0x20)]
    [InlineData(Binary24, 23, 59, 58, 29, 2, 24, 20)]
    [InlineData(Bcd12, 0x91, 0x59, 0x58, 0x29, 0x02, 0x24, 0x20)]
    [InlineData(Binary12, 0x8B, 59, 58, 29, 2, 24, 20)]
    [InlineData(Bcd24, 0x23, 0x59, 0x58, 0x29, 0x02, 0x24, 0xFF)]
    public void OneMomentInEveryMode(byte mode, byte hour, byte minute, byte second, byte day, byte month, byte year, byte century)
    {
        var time = new CalendarTime
        {
            Mode = mode, Hour = hour, Minute = minute, Second = second, Day = day, Month = month, Year = year, Century = century,
        };
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 23, 59, 58, TimeSpan.Zero).ToUnixTimeSeconds(), time.ToUnixSeconds());
    }

    [Theory]
    [InlineData(Bcd12, 0x12, 0)]
    [InlineData(Bcd12, 0x92, 12)]
    [InlineData(Bcd12, 0x01, 1)]
    [InlineData(Bcd12, 0x81, 13)]
    public void TwelveIsMidnightOrNoon(byte mode, byte hour, int expected)
    {
        var time = new CalendarTime { Mode = mode, Hour = hour, Day = 1, Month = 1, Year = 0x70, Century = 0x19 };
        Assert.Equal(expected * 3600L, time.ToUnixSeconds());
    }

    [Fact]
    public void EveryDayOfTwoCenturiesIsCounted()
    {
        for (var day = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 2170; day = day.AddDays(1))
        {
            var time = new CalendarTime
            {
                Mode = Binary24, Day = (byte)day.Day, Month = (byte)day.Month, Year = (byte)(day.Year % 100), Century = (byte)(day.Year / 100),
            };
            Assert.Equal(new DateTimeOffset(day).ToUnixTimeSeconds(), time.ToUnixSeconds());
        }
    }

    [Fact]
    public void AChipThatIsNotThereHasNoTime()
    {
        byte none = 0xFF;
        var time = new CalendarTime
        {
            Second = none, Minute = none, Hour = none, Day = none, Month = none, Year = none, Century = none, Mode = none,
        };
        Assert.Equal(-1, time.ToUnixSeconds());
        Assert.Equal(-1, new CalendarTime { Mode = Bcd24 }.ToUnixSeconds());
        Assert.Equal(-1, new CalendarTime { Mode = Bcd24, Day = 1, Month = 1, Hour = 0x1A }.ToUnixSeconds());
    }
}
