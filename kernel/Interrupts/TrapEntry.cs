// The C# end of boot/Interrupts.S, and the one place that makes the processor come here: loads GDT, TSS and IDT.
namespace Kernel.Interrupts;

using System.Runtime;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Memory;

public static unsafe class TrapEntry
{
    /// <summary>Pages of each of the three stacks that exceptions of the last resort run on; a panic's backtrace needs room.</summary>
    private const int InterruptStackPages = 4;

    /// <summary>The processor calls without an object: this is the only one there is.</summary>
    private static InterruptTable? s_table;

    /// <summary>From here on exceptions are handled or reported. Interrupts stay off.</summary>
    public static void Open(InterruptTable table, TaskState task, PhysicalPages pages)
    {
        s_table = table;
        for (int index = TaskState.DoubleFaultStack; index <= TaskState.MachineCheckStack; index++)
        {
            Result<PhysicalAddress> stack = pages.AllocateContiguous(InterruptStackPages);
            if (stack.IsError)
            {
                Panic.Stop("interrupts: no memory for the exception stacks"u8);
            }

            task.SetInterruptStack(index, (ulong)stack.Value.Pointer + InterruptStackPages * PageSize.Bytes);
        }

        task.KernelStack = ImageLayout.Current.BootStackTop;
        Gdt.Load(task);
        Idt.Load();
    }

    [RuntimeExport("trap_dispatch")]
    private static void Dispatch(TrapFrame* frame)
    {
        if (s_table == null)
        {
            KernelException.Stop(frame);
        }

        s_table.Dispatch(frame);
    }
}
