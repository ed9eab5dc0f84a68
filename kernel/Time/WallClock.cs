// Reads the PC's battery-backed clock, once; Clock keeps the time from then on.
namespace Kernel.Time;

using Kernel.Arch.X64;

/// <summary>Motorola MC146818 behind ports 0x70 and 0x71.</summary>
public static class WallClock
{
    private const ushort IndexPort = 0x70;
    private const ushort ValuePort = 0x71;

    private const byte StatusA = 0x0A;
    private const byte StatusB = 0x0B;
    private const byte UpdateInProgress = 0x80;

    /// <summary>An update takes 2 ms at most; a read takes a microsecond or more.</summary>
    private const int Patience = 10_000;

    /// <summary>Seconds since 1970, or -1 when there is no clock.</summary>
    public static long Read()
    {
        for (int attempt = 0; attempt < Patience; attempt++)
        {
            byte status = ReadRegister(StatusA);
            if (status == 0xFF)
            {
                return -1;
            }

            if ((status & UpdateInProgress) != 0)
            {
                continue;
            }

            CalendarTime time = ReadAll();

            // The same second before and after: nothing changed in between.
            if (time.Second == ReadRegister(0))
            {
                return time.ToUnixSeconds();
            }
        }

        return -1;
    }

    private static CalendarTime ReadAll()
    {
        return new CalendarTime
        {
            Second = ReadRegister(0),
            Minute = ReadRegister(2),
            Hour = ReadRegister(4),
            Day = ReadRegister(7),
            Month = ReadRegister(8),
            Year = ReadRegister(9),
            Century = ReadRegister(0x32),
            Mode = ReadRegister(StatusB),
        };
    }

    private static byte ReadRegister(byte index)
    {
        Port.Out8(IndexPort, index);
        return Port.In8(ValuePort);
    }
}
