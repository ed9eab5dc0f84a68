// The last thing before ring 3 goes on, after an interrupt, an exception or a syscall: delivers signals, ends
// killed threads, lets others run.
namespace Kernel.Process;

using System.Runtime;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Process.Signals;
using Kernel.Scheduling;

/// <summary>Static because boot/Interrupts.S and boot/ContextSwitch.S call it with nothing but a frame.</summary>
public static unsafe class UserReturn
{
    private static Process s_process = null!;
    private static Scheduler s_scheduler = null!;
    private static SignalDelivery s_signals = null!;

    /// <summary>Once, before the first thread starts.</summary>
    public static void Connect(Process process, Scheduler scheduler, SignalDelivery signals)
    {
        s_signals = signals;
        s_process = process;
        s_scheduler = scheduler;
    }

    /// <summary>Returns when the running thread may go on in ring 3; does not return for a thread that has been killed.</summary>
    /// <returns>Whether a signal's handler is to run, so that every register of the frame must be restored.</returns>
    public static bool Check()
    {
        bool hasHandler = false;
        Thread thread = Current.Thread;
        do
        {
            if (thread.HasSignal || thread.HasSavedMask)
            {
                hasHandler |= s_signals.Deliver(thread);
            }

            if (thread.IsKilled)
            {
                s_process.FinishThread(thread);
                Panic.Stop("scheduler: a thread went on after its end"u8);
            }

            s_scheduler.BeforeUser();
        }
        while (s_scheduler.HasWork || thread.IsInterrupted);
        return hasHandler;
    }

    [RuntimeExport("trap_before_user")]
    private static void BeforeUser(TrapFrame* frame) => Check();
}
