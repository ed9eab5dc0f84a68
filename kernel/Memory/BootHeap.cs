// Where the kernel's objects live: opened once RAM is known, closed before the app starts. The allocation itself is in boot/Runtime.S.
namespace Kernel.Memory;

using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Diagnostics;

/// <summary>One physically contiguous run, so that every object and array has one physical address (<see cref="PhysicalAddress.Of"/>).</summary>
public static unsafe class BootHeap
{
    private static ulong s_start;
    private static ulong s_end;

    /// <summary>Bytes that objects have taken.</summary>
    public static ulong UsedBytes => PhysicalAddress.Of(Next()).Value - s_start;

    /// <summary>Lets <c>new</c> use up to half of the first large piece of free RAM until <see cref="Seal"/> gives the rest back.</summary>
    public static void Open(PhysicalPages pages)
    {
        if (!pages.LendBootHeap(out s_start, out s_end))
        {
            Panic.Stop("memory: no RAM for the boot heap"u8);
        }

        SetBounds(new PhysicalAddress(s_start).Pointer, new PhysicalAddress(s_end).Pointer);
    }

    /// <summary>Memory for a device's bytes, contiguous and 16-byte aligned. Not zeroed: whoever reads it has written it before.</summary>
    public static void* Take(int length) => Take((nuint)length);

    /// <summary>From here on <c>new</c> is a panic.</summary>
    public static void Seal(PhysicalPages pages)
    {
        void* next = Next();
        SetBounds(next, next);
        ulong end = PageSize.RoundUp(PhysicalAddress.Of(next).Value);
        pages.ReturnBootHeap(end, s_end);
    }

    [RuntimeImport("*", "cpu_boot_heap_take"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* Take(nuint length);

    [RuntimeImport("*", "cpu_set_boot_heap"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SetBounds(void* start, void* limit);

    [RuntimeImport("*", "cpu_boot_heap_next"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* Next();
}
