// This VM as a domain of Xen: hypercalls, the page shared with Xen, and where console and store are. XenBoard is made from one.
namespace Drivers.Xen.Hypercalls;

using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Arch.X64;
using Kernel.Memory;

/// <summary>Bring-up as in xen/docs/misc/pvh.pandoc; works before the kernel has memory or page tables of its own.</summary>
public sealed unsafe class XenDomain
{
    /// <summary>HVM_PARAM_* (xen/include/public/hvm/params.h).</summary>
    private const uint StorePageParameter = 1, StorePortParameter = 2, ConsolePageParameter = 17, ConsolePortParameter = 18;

    /// <summary>XENMEM_current_reservation.</summary>
    private const uint CurrentReservation = 3;

    // What boot/Entry.S maps; Xen puts its pages right below it.
    private const ulong BootMapEnd = 4ul << 30;

    /// <summary>Bytes of memory that Xen keeps for the domain, in its map or for pages of it that are not there yet.</summary>
    public static ulong Reservation
    {
        get
        {
            ushort self = Hypercall.Self;
            long pages = Hypercall.Call(Hypercall.MemoryOperation, CurrentReservation, (nuint)(&self), 0, 0);
            return pages > 0 ? (ulong)pages << PageSize.Shift : ulong.MaxValue;
        }
    }

    /// <param name="leaves">Present.</param>
    public XenDomain(XenLeaves leaves)
    {
        Leaves = leaves;
        Refusal = Open();
    }

    public XenLeaves Leaves { get; }

    /// <summary>Unless this is None, the properties below mean nothing.</summary>
    public XenRefusal Refusal { get; }

    public SharedMemory SharedInfo { get; private set; } = null!;

    public SharedMemory ConsolePage { get; private set; } = null!;

    public uint ConsolePort { get; private set; }

    /// <summary>Null when the domain has no store.</summary>
    public SharedMemory? StorePage { get; private set; }

    public uint StorePort { get; private set; }

    /// <summary>Adds the pages of console and store, which the memory map calls reserved.</summary>
    public void AddReadable(PhysicalRanges ranges)
    {
        Add(ranges, ConsolePage);
        if (StorePage is not null)
        {
            Add(ranges, StorePage);
        }
    }

    private XenRefusal Open()
    {
        uint register = Leaves.HypercallMsr;
        if (register == 0)
        {
            return XenRefusal.NoHypercallPage;
        }

        Msr.Write(register, Hypercall.Page.Value);
        if (Hypercall.Call(Hypercall.Version, 0, 0, 0, 0) <= 0)
        {
            return XenRefusal.NoHypercalls;
        }

        void* page = SharedInfoPage();
        if (Hypercall.Map(Hypercall.SharedInfoSpace, 0, PhysicalAddress.Of(page)) != Kernel.Abi.Errno.None)
        {
            return XenRefusal.NoSharedInfo;
        }

        SharedInfo = new SharedMemory((byte*)page, PageSize.Bytes);
        ConsolePort = (uint)Hypercall.ReadParameter(ConsolePortParameter);
        StorePort = (uint)Hypercall.ReadParameter(StorePortParameter);
        StorePage = StorePort == 0 ? null : Find(StorePageParameter);
        SharedMemory? console = ConsolePort == 0 ? null : Find(ConsolePageParameter);
        if (console is null)
        {
            return XenRefusal.NoConsole;
        }

        ConsolePage = console;
        return XenRefusal.None;
    }

    private static SharedMemory? Find(uint parameter)
    {
        ulong address = Hypercall.ReadParameter(parameter) << PageSize.Shift;
        return address is 0 or >= BootMapEnd ? null : new SharedMemory((byte*)new PhysicalAddress(address).Pointer, PageSize.Bytes);
    }

    private static void Add(PhysicalRanges ranges, SharedMemory page)
    {
        ulong start = PhysicalAddress.Of(page.Start).Value;
        ranges.Add(start, start + PageSize.Bytes);
    }

    [RuntimeImport("*", "cpu_xen_shared_info"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* SharedInfoPage();
}
