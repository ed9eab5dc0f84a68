// Which of our pages which other domain may map (xen/include/public/grant_table.h, version 1). Transports grant their rings with it.
namespace Drivers.Xen;

using Kernel.Abi;

public sealed class GrantTable
{
    private readonly GrantFrames _frames;

    public GrantTable(GrantFrames frames)
    {
        _frames = frames;
    }

    /// <summary>Grants in use.</summary>
    public int InUse { get; private set; }

    /// <summary>Grants that could not be ended and were given up.</summary>
    public int Leaked { get; private set; }

    /// <summary>Lets a domain map a frame. ENOSPC when the table is full.</summary>
    /// <returns>The reference to tell it.</returns>
    public Result<uint> Grant(ushort domain, ulong frame, bool isReadOnly) => Errno.ENOSPC;

    /// <summary>Ends a grant. False while the domain still maps the page: keep it, and ask again or leak it.</summary>
    public bool TryEnd(uint reference) => false;
}
