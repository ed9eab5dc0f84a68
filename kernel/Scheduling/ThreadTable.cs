// All threads that there can be, made at boot; clone and the start of the app take slots, ThreadSwitch gives dead ones back.
namespace Kernel.Scheduling;

using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Memory;

/// <summary>Slot 0 is the boot thread. Kernel stacks are there only while a thread lives.</summary>
public sealed unsafe class ThreadTable
{
    /// <summary>Task ids start over here (pid_max); an id is not used again before.</summary>
    private const int LargestId = 4_194_303;

    private const ulong UserFlags = Cpu.InterruptFlag | 2;

    private readonly Thread[] _threads;
    private readonly KernelStacks _stacks;
    private readonly ExtendedState _extended;
    private int _nextId = 1;

    /// <param name="stacks">As many stacks as threads of the app; the boot thread has its own.</param>
    public ThreadTable(KernelStacks stacks, ExtendedState extended)
    {
        _stacks = stacks;
        _extended = extended;
        _threads = new Thread[stacks.Capacity + 1];
        for (int slot = 0; slot < _threads.Length; slot++)
        {
            _threads[slot] = new Thread(slot);
        }
    }

    /// <summary>The thread that runs KernelMain.</summary>
    public Thread Boot => _threads[0];

    /// <summary>Slots, the boot thread's among them.</summary>
    public int Capacity => _threads.Length;

    /// <summary>Threads of the app that have not ended.</summary>
    public int InUse { get; private set; }

    public Thread this[int slot] => _threads[slot];

    /// <summary>The living thread of the app with this tid, or null.</summary>
    public Thread? Find(int id)
    {
        for (int slot = 1; slot < _threads.Length; slot++)
        {
            if (IsAlive(_threads[slot]) && _threads[slot].Id == id)
            {
                return _threads[slot];
            }
        }

        return null;
    }

    public static bool IsAlive(Thread thread) => thread.State is not (ThreadState.Free or ThreadState.Dead);

    /// <summary>
    /// A thread that enters ring 3 through its <see cref="Thread.Frame"/>, which is zero but for segments and flags.
    /// EAGAIN when all slots are taken, ENOMEM without pages for the stack.
    /// </summary>
    public Result<Thread> Take()
    {
        Thread? thread = FindFree();
        if (thread == null)
        {
            return Errno.EAGAIN;
        }

        Result<ulong> stack = _stacks.Take();
        if (stack.IsError)
        {
            return stack.Error;
        }

        thread.Begin(NextId());
        ulong area = (stack.Value - (ulong)_extended.Size) & ~63ul;
        thread.Stack = stack.Value;
        thread.StackTop = area;
        thread.ExtendedState = (void*)area;
        _extended.Initialize(thread.ExtendedState);
        TrapFrame* frame = thread.Frame;
        frame->Cs = Selector.UserCode;
        frame->Ss = Selector.UserStack;
        frame->Rflags = UserFlags;

        // What thread_switch pops: six registers, then the address that it returns to.
        ulong* initial = (ulong*)frame - 7;
        initial[6] = BeginAddress();
        thread.SavedStack = (ulong)initial;
        thread.State = ThreadState.Blocked;
        InUse++;
        return thread;
    }

    /// <summary>execve(2): the running thread enters ring 3 with the registers of a program's start.</summary>
    public void Renew(Thread self, ulong entry, ulong stackPointer)
    {
        _extended.AreaOf(self).Clear();
        _extended.Initialize(self.ExtendedState);
        _extended.Restore(self.ExtendedState);
        TrapFrame* frame = self.Frame;
        *frame = default;
        frame->Cs = Selector.UserCode;
        frame->Ss = Selector.UserStack;
        frame->Rflags = UserFlags;
        frame->Rip = entry;
        frame->Rsp = stackPointer;
    }

    /// <summary>Takes back a thread that runs no more, or never ran.</summary>
    internal void Return(Thread thread)
    {
        _stacks.Return(thread.Stack);
        thread.StackTop = 0;
        thread.ExtendedState = null;
        thread.State = ThreadState.Free;
        InUse--;
    }

    private Thread? FindFree()
    {
        for (int slot = 1; slot < _threads.Length; slot++)
        {
            if (_threads[slot].State == ThreadState.Free)
            {
                return _threads[slot];
            }
        }

        return null;
    }

    private int NextId()
    {
        int id;
        do
        {
            id = _nextId;
            _nextId = id == LargestId ? 2 : id + 1;
        }
        while (Find(id) != null);
        return id;
    }

    [RuntimeImport("*", "thread_begin_address"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong BeginAddress();
}
