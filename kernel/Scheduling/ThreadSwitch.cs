// The machine's side of changing the thread: kernel stack, extended state, thread pointer. Only the scheduler calls it.
namespace Kernel.Scheduling;

using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Arch.X64;

/// <summary>Wraps boot/ContextSwitch.S; knows which thread's user state is in the registers.</summary>
public sealed unsafe class ThreadSwitch
{
    // thread_started has no way to get at an object.
    private static ThreadSwitch s_instance = null!;

    private readonly TaskState _task;
    private readonly ExtendedState _extended;
    private readonly ThreadTable _threads;
    private Thread? _owner;
    private Thread? _left;
    private ulong _fsBase;
    private ulong _gsBase;

    public ThreadSwitch(TaskState task, ExtendedState extended, ThreadTable threads)
    {
        _task = task;
        _extended = extended;
        _threads = threads;
        s_instance = this;
    }

    /// <summary>Goes on with <paramref name="next"/>; returns when somebody goes on with <paramref name="self"/>.</summary>
    internal void To(Thread self, Thread next)
    {
        if (next.ExtendedState != null)
        {
            PrepareUser(next);
        }

        _left = self;
        Current.Thread = next;
        fixed (ulong* saved = &self.SavedStack)
        {
            Switch(saved, next.SavedStack);
        }

        Arrive();
    }

    /// <summary>The first thing on a new or resumed thread's stack: nobody uses the stack of the thread before any more.</summary>
    internal void Arrive()
    {
        Thread left = _left!;
        _left = null;
        if (left.State == ThreadState.Dead)
        {
            if (_owner == left)
            {
                _owner = null;
            }

            _threads.Return(left);
        }
    }

    /// <summary>Loads the thread pointer of the running thread after it has changed (arch_prctl).</summary>
    public void LoadSegmentBases(Thread thread)
    {
        if (thread.FsBase != _fsBase)
        {
            _fsBase = thread.FsBase;
            Msr.Write(Msr.FsBase, _fsBase);
        }

        if (thread.GsBase != _gsBase)
        {
            _gsBase = thread.GsBase;
            Msr.Write(Msr.GsBase, _gsBase);
        }
    }

    /// <summary>Copies the running thread's extended state to a new thread's area (clone).</summary>
    internal void CopyExtendedState(Thread child) => _extended.Save(child.ExtendedState);

    [RuntimeExport("thread_started")]
    private static void Started() => s_instance.Arrive();

    private void PrepareUser(Thread next)
    {
        _task.KernelStack = next.StackTop;
        SetSyscallStack(next.StackTop);
        LoadSegmentBases(next);
        if (_owner != next)
        {
            if (_owner != null)
            {
                _extended.Save(_owner.ExtendedState);
            }

            _extended.Restore(next.ExtendedState);
            _owner = next;
        }
    }

    [RuntimeImport("*", "thread_switch"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Switch(ulong* saved, ulong next);

    [RuntimeImport("*", "syscall_set_stack"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SetSyscallStack(ulong top);
}
