// The kernel's clock for the VFS: stamps of files in memory. FileTables makes it.
namespace Kernel.Time;

using Kernel.Abi;

public sealed class SystemWallClock : Vfs.WallClock
{
    public override Timespec Now => Clock.RealTime;
}
