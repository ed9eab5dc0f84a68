// The kernel's global descriptor table; loaded once at boot in place of the one that Entry.S came up with.
namespace Kernel.Arch.X64;

using System.Runtime.InteropServices;

/// <summary>Seven descriptors in memory that never moves; see <see cref="Selector"/>.</summary>
public static unsafe class Gdt
{
    private static Descriptors s_table;

    /// <summary>Fills the table, loads it together with all segment registers and the task register.</summary>
    public static void Load(TaskState task)
    {
        ulong address = (ulong)task.Address;
        s_table.KernelCode = 0x00AF9B000000FFFF;
        s_table.KernelStack = 0x00CF93000000FFFF;
        s_table.UserStack = 0x00CFF3000000FFFF;
        s_table.UserCode = 0x00AFFB000000FFFF;

        // A 16-byte descriptor of type 9, available 64-bit TSS (Intel SDM volume 3A §7.2.3).
        s_table.TaskLow = (TaskState.Size - 1) | (address & 0xFFFFFF) << 16 | 0x89ul << 40 | (address >> 24 & 0xFF) << 56;
        s_table.TaskHigh = address >> 32;
        fixed (Descriptors* table = &s_table)
        {
            TableRegister register = new((ulong)table, (ushort)(sizeof(Descriptors) - 1));
            Cpu.LoadGdt(&register);
        }

        Cpu.LoadTaskRegister(Selector.TaskState);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptors
    {
        public ulong Null;
        public ulong KernelCode;
        public ulong KernelStack;

        /// <summary>
        /// STAR wants a place for it, but it stays empty: from 32-bit code SYSCALL enters the kernel at CSTAR on AMD, and on the app's
        /// stack. Without such a segment there is no way into 32-bit code.
        /// </summary>
        private readonly ulong _userCode32;

        public ulong UserStack;
        public ulong UserCode;
        public ulong TaskLow;
        public ulong TaskHigh;
    }
}
