// What lies on the app's stack while a handler runs (struct rt_sigframe): SignalFrames writes it and rt_sigreturn reads it back.
namespace Kernel.Abi.Structures;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>
/// 440 bytes (arch/x86/include/asm/sigframe.h); the floating-point state lies above it, at <see cref="SignalContext.FloatingPoint"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct SignalFrame
{
    public const int Size = 440;

    /// <summary>Where the context begins: the handler's third argument.</summary>
    public const int ContextOffset = 8;

    /// <summary>Where siginfo_t begins: the handler's second argument.</summary>
    public const int InformationOffset = 312;

    /// <summary>What the handler returns to: sa_restorer.</summary>
    public ulong ReturnAddress;
    public UserContext Context;
    public SignalRecord Information;
}

/// <summary>ucontext_t of the kernel, 304 bytes (include/uapi/asm-generic/ucontext.h).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct UserContext
{
    /// <summary>UC_FP_XSTATE: the floating-point state has an XSAVE header.</summary>
    public const ulong HasExtendedState = 1;

    /// <summary>UC_SIGCONTEXT_SS and UC_STRICT_RESTORE_SS: the stack segment is there, and restored.</summary>
    public const ulong HasStackSegment = 6;

    public ulong Flags;
    public ulong Link;
    public SignalStack Stack;
    public SignalContext Registers;
    public ulong Mask;
}

/// <summary>struct sigcontext_64, 256 bytes (arch/x86/include/uapi/asm/sigcontext.h).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SignalContext
{
    public ulong R8;
    public ulong R9;
    public ulong R10;
    public ulong R11;
    public ulong R12;
    public ulong R13;
    public ulong R14;
    public ulong R15;
    public ulong Rdi;
    public ulong Rsi;
    public ulong Rbp;
    public ulong Rbx;
    public ulong Rdx;
    public ulong Rax;
    public ulong Rcx;
    public ulong Rsp;
    public ulong Rip;
    public ulong Rflags;
    public ushort Cs;
    public ushort Gs;
    public ushort Fs;
    public ushort Ss;
    public ulong Error;
    public ulong Trap;
    public ulong OldMask;
    public ulong Cr2;

    /// <summary>Address of the floating-point state, 64-byte aligned; 0: none.</summary>
    public ulong FloatingPoint;
    private Reserved _reserved;

    [InlineArray(8)]
    private struct Reserved
    {
        private ulong _first;
    }
}
