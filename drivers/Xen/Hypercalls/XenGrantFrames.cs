// Lengthens the domain's grant table (xen/include/public/grant_table.h): RAM is given up for a frame of Xen's. GrantTable asks for it.
namespace Drivers.Xen.Hypercalls;

using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Memory;

public sealed unsafe class XenGrantFrames : GrantFrames
{
    private const uint QuerySize = 6;

    private readonly PhysicalPages _pages;

    public XenGrantFrames(PhysicalPages pages)
    {
        _pages = pages;
        var request = new TableSize { Domain = Hypercall.Self };
        bool isKnown = Hypercall.Call(Hypercall.GrantTableOperation, QuerySize, (nuint)(&request), 1, 0) >= 0 && request.Status == 0;
        Limit = isKnown ? (int)request.Most : 0;
    }

    public override int Limit { get; }

    public override Result<SharedMemory> TryAdd(int index)
    {
        if (index >= Limit)
        {
            return Errno.ENOSPC;
        }

        Result<PhysicalAddress> page = _pages.Allocate();
        if (page.IsError)
        {
            return page.Error;
        }

        Errno error = Hypercall.Map(Hypercall.GrantTableSpace, (ulong)index, page.Value);
        if (error != Errno.None)
        {
            // Its RAM may be gone already, so nobody gets the page again.
            return error;
        }

        return new SharedMemory((byte*)page.Value.Pointer, PageSize.Bytes);
    }

    /// <summary>gnttab_query_size, 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TableSize
    {
        public ushort Domain;
        public uint Now;
        public uint Most;
        public short Status;
    }
}
