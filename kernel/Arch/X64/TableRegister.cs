// The operand of LGDT and LIDT; made by Gdt and Idt on the stack.
namespace Kernel.Arch.X64;

using System.Runtime.InteropServices;

[StructLayout(LayoutKind.Sequential, Pack = 2)]
public readonly struct TableRegister(ulong address, ushort limit)
{
    /// <summary>Size of the table in bytes, less one.</summary>
    public readonly ushort Limit = limit;
    public readonly ulong Address = address;
}
