// Pages to share with other domains. The kernel has PhysicalPages behind it, the tests arrays. Transports take their rings from it.
namespace Drivers.Xen;

using Kernel.Abi;

/// <summary>For boot: memory comes in one piece. What was granted is given back with <see cref="Free"/> once no grant of it is left.</summary>
public abstract class XenMemory
{
    /// <summary>Pages that were kept for ever because another domain still maps them.</summary>
    public int LeakedPages { get; protected set; }

    /// <summary>Zeroed pages in a row, any number of them. ENOMEM when there is no such piece.</summary>
    public abstract Result<SharedMemory> AllocatePages(int count);

    /// <summary>The frame number to grant for a page of memory from <see cref="AllocatePages"/>.</summary>
    public abstract ulong FrameOf(SharedMemory memory, int page);

    public abstract void Free(SharedMemory memory);

    /// <summary>Instead of <see cref="Free"/>, while the peer still maps it: nobody may get these pages again. Counted and logged.</summary>
    public abstract void Leak(SharedMemory memory);
}
