// The calls into Xen with their numbers (xen/include/public/xen.h). Only this folder makes any.
namespace Drivers.Xen.Hypercalls;

using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Memory;

internal static unsafe class Hypercall
{
    public const uint MemoryOperation = 12, Version = 17, GrantTableOperation = 20, VcpuOperation = 24, SchedulerOperation = 29,
        EventChannelOperation = 32, HvmOperation = 34;

    /// <summary>This domain, whatever its number.</summary>
    public const ushort Self = 0x7FF0;

    /// <summary>XENMAPSPACE_*.</summary>
    public const uint SharedInfoSpace = 0, GrantTableSpace = 1;

    private const uint AddToPhysicalMap = 7;
    private const uint SetParameterOperation = 0, GetParameterOperation = 1;

    /// <summary>The page that <see cref="Call"/> jumps into; Xen fills it in.</summary>
    public static PhysicalAddress Page => PhysicalAddress.Of(CodePage());

    /// <summary>Whatever the call returns; errors are Linux's numbers, negated.</summary>
    [RuntimeImport("*", "cpu_hypercall"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long Call(nuint number, nuint first, nuint second, nuint third, nuint fourth);

    /// <summary>A call that takes the number of an operation and a structure, and returns nothing but an error.</summary>
    public static Errno Call(uint number, uint operation, void* argument)
    {
        long result = Call(number, operation, (nuint)argument, 0, 0);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>Puts a page of Xen's in the place of the one at <paramref name="address"/>, whose RAM goes back to Xen.</summary>
    public static Errno Map(uint space, ulong index, PhysicalAddress address)
    {
        var request = new PhysicalMapping { Domain = Self, Space = space, Index = index, Frame = address.Value >> PageSize.Shift };
        return Call(MemoryOperation, AddToPhysicalMap, &request);
    }

    /// <summary>A parameter of the domain (xen/include/public/hvm/params.h); 0 when there is no such.</summary>
    public static ulong ReadParameter(uint index)
    {
        var request = new Parameter { Domain = Self, Index = index };
        return Call(HvmOperation, GetParameterOperation, &request) == Errno.None ? request.Value : 0;
    }

    public static Errno WriteParameter(uint index, ulong value)
    {
        var request = new Parameter { Domain = Self, Index = index, Value = value };
        return Call(HvmOperation, SetParameterOperation, &request);
    }

    [RuntimeImport("*", "cpu_hypercall_page"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* CodePage();

    /// <summary>xen_add_to_physmap, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PhysicalMapping
    {
        public ushort Domain;
        public ushort Size;
        public uint Space;
        public ulong Index;
        public ulong Frame;
    }

    /// <summary>xen_hvm_param, 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Parameter
    {
        public ushort Domain;
        public ushort Padding;
        public uint Index;
        public ulong Value;
    }
}
