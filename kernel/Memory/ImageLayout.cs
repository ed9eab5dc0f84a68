// The bounds of the kernel image's parts as boot/Image.S lists them; KernelAddressSpace protects each accordingly.
namespace Kernel.Memory;

using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>Virtual addresses, multiples of the page size except where noted.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ImageLayout
{
    public ulong TextStart;
    public ulong TextEnd;
    public ulong ReadOnlyStart;
    public ulong ReadOnlyEnd;
    public ulong WritableStart;
    public ulong End;

    /// <summary>The page below the boot stack.</summary>
    public ulong BootStackGuard;

    /// <summary>The boot stack's initial stack pointer.</summary>
    public ulong BootStackTop;

    public static ref readonly ImageLayout Current => ref *Address();

    [RuntimeImport("*", "image_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ImageLayout* Address();
}
