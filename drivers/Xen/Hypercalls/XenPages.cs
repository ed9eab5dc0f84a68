// The kernel's RAM as memory to share with other domains. XenBoard makes it, the transports' rings come from it.
namespace Drivers.Xen.Hypercalls;

using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;

public sealed unsafe class XenPages : XenMemory
{
    private readonly PhysicalPages _pages;

    public XenPages(PhysicalPages pages)
    {
        _pages = pages;
    }

    public override Result<SharedMemory> AllocatePages(int count)
    {
        Result<PhysicalAddress> start = _pages.AllocateContiguous(count);
        return start.IsError ? start.Error : new SharedMemory((byte*)start.Value.Pointer, count * PageSize.Bytes);
    }

    public override ulong FrameOf(SharedMemory memory, int page) => (PhysicalAddress.Of(memory.Start).Value >> PageSize.Shift) + (ulong)page;

    public override void Free(SharedMemory memory)
    {
        for (int offset = 0; offset < memory.Length; offset += PageSize.Bytes)
        {
            _pages.Release(PhysicalAddress.Of(memory.Start + offset));
        }
    }

    public override void Leak(SharedMemory memory)
    {
        LeakedPages += memory.Length / PageSize.Bytes;
        Log.Write(LogLevel.Warning, "xen: pages that another domain still maps are kept for good: "u8, (ulong)LeakedPages);
    }
}
