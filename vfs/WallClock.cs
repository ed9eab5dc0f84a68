// The time of day for the stamps of files in memory; the kernel's clock implements it.
namespace Vfs;

using Kernel.Abi;

public abstract class WallClock
{
    /// <summary>Since 1970-01-01T00:00Z.</summary>
    public abstract Timespec Now { get; }
}
