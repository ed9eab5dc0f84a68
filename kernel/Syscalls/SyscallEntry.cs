// The C# end of boot/SyscallEntry.S: turns a frame into a call of SyscallTable, and the result into rax.
namespace Kernel.Syscalls;

using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Process;
using Kernel.Scheduling;

/// <summary>Static because SYSCALL arrives with nothing but registers.</summary>
public static unsafe class SyscallEntry
{
    /// <summary>Cleared on entry: TF, IF, DF, NT, AC.</summary>
    private const ulong MaskedFlags = 0x100 | 0x200 | 0x400 | 0x4000 | 0x40000;

    private static SyscallTable s_table = null!;

    /// <summary>Syscalls since boot.</summary>
    public static ulong Count { get; private set; }

    /// <summary>Lets ring 3 make syscalls from now on.</summary>
    public static void Open(SyscallTable table)
    {
        s_table = table;
        Msr.Write(Msr.Star, Selector.Star);
        Msr.Write(Msr.LongModeStar, EntryAddress());
        Msr.Write(Msr.SyscallFlagMask, MaskedFlags);
        Msr.Write(Msr.Efer, Msr.Read(Msr.Efer) | Cpu.EferSyscall);
    }

    /// <summary>Executes the syscall that a frame describes.</summary>
    /// <returns>0: SYSRET may return to the app. Otherwise every register of the frame must be restored.</returns>
    [RuntimeExport("syscall_dispatch")]
    private static uint Dispatch(TrapFrame* frame)
    {
        Count++;
        Result<long> result = s_table.Dispatch(frame);
        frame->Rax = result.IsError ? (ulong)-(long)result.Error : (ulong)result.Value;
        Current.Thread.RestartDeadline = 0;
        bool isChanged = !frame->IsSyscall;
        return UserReturn.Check() || isChanged ? 1u : 0;
    }

    [RuntimeImport("*", "syscall_entry_address"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong EntryAddress();
}
