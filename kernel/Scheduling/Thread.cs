// A thread of the app: its kernel stack, its saved registers, and what Linux keeps per task. ThreadTable owns all of them.
namespace Kernel.Scheduling;

using System;
using System.Runtime.CompilerServices;
using Kernel.Abi;
using Kernel.Arch.X64;

/// <summary>One slot of the thread table, used again for later threads. The boot thread has a slot but never enters ring 3.</summary>
public sealed unsafe class Thread
{
    public Thread(int slot)
    {
        Slot = slot;
    }

    /// <summary>Index in the table; per-thread tables of other layers use it.</summary>
    public int Slot { get; }

    /// <summary>tid. Unique among living threads, not used again soon.</summary>
    public int Id { get; internal set; }

    public ThreadState State { get; internal set; }

    /// <summary>Whether a signal may end the present sleep (TASK_INTERRUPTIBLE).</summary>
    public bool IsInterruptible { get; internal set; }

    /// <summary>Asleep so that only its death ends it early.</summary>
    public bool IsKillable { get; internal set; }

    /// <summary>The thread ends before it would next enter ring 3, and its interruptible sleeps fail with EINTR.</summary>
    public bool IsKilled { get; internal set; }

    /// <summary>A signal waits whose default is the end of the process, and there is no handler for it.</summary>
    public bool HasFatalSignal { get; set; }

    /// <summary>It is to end, one way or the other.</summary>
    public bool IsDying => IsKilled || HasFatalSignal;

    /// <summary>It is to end, or to run a handler: what takes long should stop where it can.</summary>
    public bool IsInterrupted => IsKilled || HasSignal;

    /// <summary>The frame of the entry from ring 3, always at the top of the kernel stack.</summary>
    public TrapFrame* Frame => (TrapFrame*)(StackTop - TrapFrame.Size);

    /// <summary>What KernelStacks gave.</summary>
    internal ulong Stack { get; set; }

    /// <summary>Where entries from ring 3 begin to push, 64-byte aligned; the extended state lies above it. 0: none.</summary>
    internal ulong StackTop { get; set; }

    /// <summary>Where XSAVE puts the state that TrapFrame lacks; null for the boot thread.</summary>
    internal void* ExtendedState { get; set; }

    /// <summary>Stack pointer of a thread that is not running, as boot/ContextSwitch.S left it.</summary>
    internal ulong SavedStack;

    /// <summary>Base of FS, the thread pointer of C libraries (arch_prctl, CLONE_SETTLS).</summary>
    public ulong FsBase { get; set; }

    public ulong GsBase { get; set; }

    /// <summary>Address that is zeroed and woken when the thread ends (set_tid_address, CLONE_CHILD_CLEARTID); 0: none.</summary>
    public ulong ClearChildTid { get; set; }

    /// <summary>
    /// A signal waits that the thread does not block (TIF_SIGPENDING): interruptible sleeps fail with EINTR, the way to ring 3 delivers it.
    /// </summary>
    public bool HasSignal { get; set; }

    /// <summary>Its signal mask is that of one syscall only; on the way to ring 3 the one from before comes back (TIF_RESTORE_SIGMASK).</summary>
    public bool HasSavedMask { get; set; }

    /// <summary>
    /// When the sleep that a signal has interrupted would have ended, in nanoseconds since boot, for the syscall that begins again;
    /// 0: none does.
    /// </summary>
    public ulong RestartDeadline { get; set; }

    /// <summary>Address of the list of mutexes that the thread may hold (set_robust_list); 0: none.</summary>
    public ulong RobustList { get; set; }

    /// <summary>Futex that the thread waits for, and the bits of FUTEX_WAIT_BITSET; kept by Futex.</summary>
    public FutexKey FutexKey { get; set; }

    public uint FutexBits { get; set; }

    /// <summary>Ticks of the TSC on the processor, in ring 3 and in the kernel, up to the last switch.</summary>
    public ulong ProcessorTicks { get; internal set; }

    /// <summary>The list that the thread is in: the ready ones or a wait queue.</summary>
    internal ThreadList? List { get; set; }

    internal Thread? Next { get; set; }

    internal Thread? Previous { get; set; }

    /// <summary>Nanoseconds since boot at which the present or the last sleep ends by itself.</summary>
    public ulong Deadline { get; internal set; }

    /// <summary>Why the last sleep ended: None, ETIMEDOUT or EINTR.</summary>
    internal Errno SleepResult { get; set; }

    private ThreadName _name;

    /// <summary>The name of prctl(PR_SET_NAME), up to its NUL.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            ReadOnlySpan<byte> name = _name;
            int end = name.IndexOf((byte)0);
            return end < 0 ? name : name.Slice(0, end);
        }
    }

    /// <summary>Keeps the first 15 bytes.</summary>
    public void SetName(ReadOnlySpan<byte> name)
    {
        _name = default;
        Span<byte> bytes = _name;
        name.Slice(0, Math.Min(name.Length, NameLength - 1)).CopyTo(bytes);
    }

    /// <summary>Makes the slot that of a new thread; the kernel stack is there already.</summary>
    internal void Begin(int id)
    {
        Id = id;
        IsKilled = false;
        IsInterruptible = false;
        FsBase = 0;
        GsBase = 0;
        ClearChildTid = 0;
        RobustList = 0;
        HasSignal = false;
        HasFatalSignal = false;
        HasSavedMask = false;
        RestartDeadline = 0;
        ProcessorTicks = 0;
        SleepResult = Errno.None;
        _name = default;
    }

    /// <summary>execve(2): what belongs to the program is as at its start; processor time and pending signals stay.</summary>
    /// <param name="id">That of the process: the thread is its first one now.</param>
    internal void BeginProgram(int id)
    {
        Id = id;
        FsBase = 0;
        GsBase = 0;
        ClearChildTid = 0;
        RobustList = 0;
        RestartDeadline = 0;
    }

    /// <summary>TASK_COMM_LEN.</summary>
    public const int NameLength = 16;

    [InlineArray(NameLength)]
    private struct ThreadName
    {
        private byte _first;
    }
}
