// The segment selectors that Gdt.cs fills in; the layout is what SYSCALL and SYSRET derive from STAR (Intel SDM volume 3A §5.8.8).
namespace Kernel.Arch.X64;

public static class Selector
{
    public const ushort KernelCode = 0x08;
    public const ushort KernelStack = 0x10;

    /// <summary>SYSRET takes +8 as the stack and +16 as the 64-bit code selector; itself it would be 32-bit code, which Gdt leaves out.</summary>
    public const ushort UserFirst = 0x18;
    public const ushort UserStack = 0x20 | 3;
    public const ushort UserCode = 0x28 | 3;
    public const ushort TaskState = 0x30;

    /// <summary>The value of IA32_STAR.</summary>
    public const ulong Star = ((ulong)(UserFirst | 3) << 48) | ((ulong)KernelCode << 32);
}
