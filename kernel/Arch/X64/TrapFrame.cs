// The interrupted state as boot/Interrupts.S and boot/SyscallEntry.S put it on the kernel stack; read by exceptions, signals and threads.
namespace Kernel.Arch.X64;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>16 vector registers of 16 bytes, as 32 quadwords.</summary>
[InlineArray(32)]
public struct VectorRegisters
{
    private ulong _first;
}

/// <summary>
/// 432 bytes, 16-byte aligned, low address first. From <see cref="R15"/> up it is Linux's struct pt_regs with the vector put in
/// (arch/x86/include/asm/ptrace.h). The assembly knows these offsets: change both or neither.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct TrapFrame
{
    /// <summary>sizeof, for stack arithmetic.</summary>
    public const int Size = 432;

    /// <summary>The <see cref="Vector"/> of a frame that SYSCALL made; <see cref="Error"/> is then the syscall number.</summary>
    public const ulong SyscallVector = 0x100;

    /// <summary>The <see cref="Error"/> of a frame that SYSCALL made and a signal has changed: it stands for no syscall any more.</summary>
    public const ulong NoSyscall = ulong.MaxValue;

    public VectorRegisters Xmm;
    public ulong R15;
    public ulong R14;
    public ulong R13;
    public ulong R12;
    public ulong Rbp;
    public ulong Rbx;
    public ulong R11;
    public ulong R10;
    public ulong R9;
    public ulong R8;
    public ulong Rax;
    public ulong Rcx;
    public ulong Rdx;
    public ulong Rsi;
    public ulong Rdi;
    public ulong Vector;

    /// <summary>The CPU's error code, 0 where the exception has none; the original rax in a syscall frame (orig_rax).</summary>
    public ulong Error;

    public ulong Rip;
    public ulong Cs;
    public ulong Rflags;
    public ulong Rsp;
    public ulong Ss;

    /// <summary>Whether it is that of a syscall whose number and arguments are still in it.</summary>
    public readonly bool IsSyscall => Vector == SyscallVector && Error != NoSyscall;

    /// <summary>Whether ring 3 was interrupted.</summary>
    public readonly bool IsUser => (Cs & 3) != 0;
}
