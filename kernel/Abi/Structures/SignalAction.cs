// The kernel's struct sigaction of x86-64 and stack_t: what rt_sigaction and sigaltstack exchange with the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>32 bytes (arch/x86/include/uapi/asm/signal.h, struct sigaction of the rt_ calls).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SignalAction
{
    /// <summary>SIG_DFL.</summary>
    public const ulong Default = 0;

    /// <summary>SIG_IGN.</summary>
    public const ulong Ignore = 1;

    /// <summary>SA_ONSTACK, SA_RESTART, SA_NODEFER, SA_RESETHAND and SA_RESTORER.</summary>
    public const ulong OnStack = 0x08000000;
    public const ulong Restart = 0x10000000;
    public const ulong NoDefer = 0x40000000;
    public const ulong ResetHandler = 0x80000000;
    public const ulong HasRestorer = 0x04000000;

    public ulong Handler;
    public ulong Flags;
    public ulong Restorer;
    public ulong Mask;
}

/// <summary>stack_t, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SignalStack
{
    /// <summary>SS_ONSTACK.</summary>
    public const int OnStack = 1;

    /// <summary>SS_DISABLE.</summary>
    public const int Disabled = 2;

    /// <summary>SS_AUTODISARM: the stack is disabled while a handler runs on it.</summary>
    public const int AutoDisarm = 1 << 31;

    public ulong Address;
    public int Flags;
    public int Padding;
    public ulong Size;
}
