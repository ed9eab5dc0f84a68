// A date and time of day as the PC's real-time clock keeps it, and the way to seconds since 1970; used by WallClock and the tests.
namespace Kernel.Time;

/// <summary>The registers of an MC146818 as read, BCD or binary as register B says.</summary>
public struct CalendarTime
{
    private const byte BinaryMode = 0x04;
    private const byte TwentyFourHourMode = 0x02;
    private const byte AfternoonFlag = 0x80;

    public byte Second;
    public byte Minute;
    public byte Hour;
    public byte Day;
    public byte Month;
    public byte Year;

    /// <summary>CMOS byte 0x32, by convention the century in BCD; anything else is not believed.</summary>
    public byte Century;

    /// <summary>Register B: the data mode and the hour mode.</summary>
    public byte Mode;

    /// <summary>Seconds since 1970-01-01 00:00 UTC, or -1 when the registers hold no date (there is no such clock).</summary>
    public readonly long ToUnixSeconds()
    {
        int hour = Hour;
        bool isAfternoon = (Mode & TwentyFourHourMode) == 0 && (hour & AfternoonFlag) != 0;
        if ((Mode & TwentyFourHourMode) == 0)
        {
            hour = Decode((byte)(hour & ~AfternoonFlag));
            hour = hour is >= 1 and <= 12 ? hour % 12 + (isAfternoon ? 12 : 0) : 99;
        }
        else
        {
            hour = Decode((byte)hour);
        }

        int second = Decode(Second);
        int minute = Decode(Minute);
        int day = Decode(Day);
        int month = Decode(Month);
        int year = Decode(Year);
        if (second > 60 || minute > 59 || hour > 23 || day is < 1 or > 31 || month is < 1 or > 12 || year > 99)
        {
            return -1;
        }

        int century = Decode(Century);
        year += century is >= 19 and <= 29 ? century * 100 : year < 70 ? 2000 : 1900;
        return ((DaysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    }

    /// <summary>Days from 1970-01-01 in the Gregorian calendar; years begin in March so that the leap day comes last.</summary>
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        if (month <= 2)
        {
            year--;
            month += 12;
        }

        long days = 365L * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 1;
        return days - 719468;
    }

    private readonly int Decode(byte value)
    {
        return (Mode & BinaryMode) != 0 ? value : (value & 15) > 9 ? 255 : (value >> 4) * 10 + (value & 15);
    }
}
