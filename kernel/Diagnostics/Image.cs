// Where the kernel's code and its symbol table lie; StackTrace and SymbolTable ask.
namespace Kernel.Diagnostics;

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

internal static unsafe class Image
{
    public static ulong CodeStart => Bounds()[0];

    public static ulong CodeEnd => Bounds()[1];

    /// <summary>What tools/gates embedded at link time; empty in the first of the two links.</summary>
    public static ReadOnlySpan<byte> Symbols => new((void*)Bounds()[2], (int)(Bounds()[3] - Bounds()[2]));

    public static bool IsCode(ulong address) => address >= CodeStart && address < CodeEnd;

    [RuntimeImport("*", "image_bounds")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong* Bounds();
}
