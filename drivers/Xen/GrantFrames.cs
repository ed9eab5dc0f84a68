// Lengthens the grant table. GrantTable asks for a frame when it has used up the ones it has; XenGrantFrames does it with Xen.
namespace Drivers.Xen;

using Kernel.Abi;

/// <summary>Frames are 4 KiB: 512 entries of version 1 (xen/include/public/grant_table.h).</summary>
public abstract class GrantFrames
{
    /// <summary>How many there can be.</summary>
    public abstract int Limit { get; }

    /// <summary>
    /// Frame <paramref name="index"/>, which starts as Xen keeps it: asked for once each, in order. ENOSPC beyond the limit, ENOMEM.
    /// </summary>
    public abstract Result<SharedMemory> TryAdd(int index);
}
