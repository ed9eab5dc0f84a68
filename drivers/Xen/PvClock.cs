// The time that Xen keeps for a domain, in the shared info page: nanoseconds since Xen's start, and the date (xen/include/public/xen.h).
// XenClock reads it with the processor's counter, the tests with their own.
namespace Drivers.Xen;

using System;
using Kernel.Abi;
using Kernel.Time;

/// <summary>
/// Xen says how its time follows from the TSC and says so anew when that changes: after a migration, or on a TSC that is not steady.
/// </summary>
public abstract class PvClock : HostClock
{
    // vcpu_info of processor 0, its time; an odd version means that it is being changed.
    private const int Version = 32, Timestamp = 40, SystemTime = 48, Multiplier = 56, Shift = 60;
    private const int WallVersion = 3072, WallSeconds = 3076, WallNanoseconds = 3080, WallSecondsHigh = 3084;

    /// <summary>
    /// Xen changes the record while the domain's processor does not run; more than one retry is Xen's other processors at the date.
    /// </summary>
    private const int Patience = 1000;

    private readonly SharedMemory _page;
    private ulong _last;

    /// <param name="sharedInfo">The page that Xen shares with its domain.</param>
    protected PvClock(SharedMemory sharedInfo)
    {
        _page = sharedInfo;
    }

    public override ulong TicksPerSecond
    {
        get
        {
            uint multiplier = Math.Max(_page.ReadUInt32(Multiplier), 1);
            int shift = (sbyte)_page.ReadByte(Shift);
            ulong ticks = (ClockScale.Nanosecond << 32) / multiplier;
            return Math.Max(shift < 0 ? ticks << -shift : ticks >> shift, 1);
        }
    }

    /// <summary>Since Xen's start.</summary>
    public override ulong Nanoseconds
    {
        get
        {
            // A new record may say a little less than the old one would have.
            _last = Math.Max(_last, ReadSystemTime());
            return _last;
        }
    }

    public override Timespec RealTime
    {
        get
        {
            ReadWall(out ulong seconds, out ulong nanoseconds);
            nanoseconds += Nanoseconds;
            return new Timespec((long)(seconds + (nanoseconds / ClockScale.Nanosecond)), (long)(nanoseconds % ClockScale.Nanosecond));
        }
    }

    /// <summary>The TSC.</summary>
    protected abstract ulong ReadCounter();

    private ulong ReadSystemTime()
    {
        ulong time = 0;
        for (int attempt = 0; attempt < Patience; attempt++)
        {
            uint version = _page.ReadUInt32(Version);

            // The counter of a new domain starts at 0, and Xen's last look at its own may be older: then the timestamp is negative.
            ulong ticks = (ulong)Math.Max((long)(ReadCounter() - _page.ReadUInt64(Timestamp)), 0);
            int shift = (sbyte)_page.ReadByte(Shift);
            ticks = shift < 0 ? ticks >> -shift : ticks << shift;
            ulong high = Math.BigMul(ticks, _page.ReadUInt32(Multiplier), out ulong low);
            time = _page.ReadUInt64(SystemTime) + (high << 32 | low >> 32);
            if ((version & 1) == 0 && _page.ReadUInt32(Version) == version)
            {
                break;
            }
        }

        return time;
    }

    /// <summary>The date at Xen's start.</summary>
    private void ReadWall(out ulong seconds, out ulong nanoseconds)
    {
        seconds = 0;
        nanoseconds = 0;
        for (int attempt = 0; attempt < Patience; attempt++)
        {
            uint version = _page.ReadUInt32(WallVersion);
            seconds = (ulong)_page.ReadUInt32(WallSecondsHigh) << 32 | _page.ReadUInt32(WallSeconds);
            nanoseconds = _page.ReadUInt32(WallNanoseconds);
            if ((version & 1) == 0 && _page.ReadUInt32(WallVersion) == version)
            {
                break;
            }
        }
    }
}
