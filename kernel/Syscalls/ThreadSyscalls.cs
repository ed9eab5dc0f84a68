// Threads: clone, clone3, exit, tids, thread pointers. Processes cannot be made: clone without CLONE_VM and CLONE_THREAD is refused.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Scheduling;

public sealed unsafe class ThreadSyscalls
{
    private const int SetGs = 0x1001;
    private const int SetFs = 0x1002;
    private const int GetFs = 0x1003;
    private const int GetGs = 0x1004;
    private const int OldestCloneSize = 64;

    /// <summary>Beyond CLONE_CLEAR_SIGHAND, which no thread can have, and CLONE_INTO_CGROUP; the low byte was clone's signal.</summary>
    private const ulong UnknownFlags = ~0x2FFFFFF80ul;

    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly ThreadSwitch _switch;
    private bool _hasRefusedFork;

    public ThreadSyscalls(Process process, Scheduler scheduler, ThreadTable threads, ThreadSwitch threadSwitch)
    {
        _process = process;
        _scheduler = scheduler;
        _threads = threads;
        _switch = threadSwitch;
    }

    /// <summary>CLONE_* (include/uapi/linux/sched.h).</summary>
    [Flags]
    private enum CloneFlags : ulong
    {
        SharedMemory = 0x100,
        SharedFileSystem = 0x200,
        SharedFiles = 0x400,
        SharedSignalHandlers = 0x800,
        PidDescriptor = 0x1000,
        Thread = 0x10000,
        NewNamespace = 0x20000,
        SetThreadLocalStorage = 0x80000,
        ParentSetTid = 0x100000,
        ChildClearTid = 0x200000,
        ChildSetTid = 0x1000000,
        NewNamespaces = 0x7E000080,
        IntoControlGroup = 0x200000000,

        /// <summary>What a thread has in common with its process here, asked for or not; all C libraries ask.</summary>
        Required = SharedMemory | SharedFileSystem | SharedFiles | SharedSignalHandlers | Thread,
    }

    public Result<long> Clone(TrapFrame* frame)
    {
        var arguments = new CloneArguments
        {
            Flags = frame->Rdi & ~0xFFul,
            ExitSignal = frame->Rdi & 0xFF,
            Stack = frame->Rsi,
            ParentTid = frame->Rdx,
            ChildTid = frame->R10,
            ThreadLocalStorage = frame->R8,
        };
        return Clone(frame, in arguments);
    }

    /// <summary>clone3(2): the structure may be longer or shorter than ours; what is longer must be zero.</summary>
    public Result<long> Clone(TrapFrame* frame, ulong address, ulong size)
    {
        if (size < OldestCloneSize)
        {
            return Errno.EINVAL;
        }

        if (size > PageSize.Bytes)
        {
            return Errno.E2BIG;
        }

        Span<byte> rest = stackalloc byte[PageSize.Bytes];
        int known = Math.Min((int)size, sizeof(CloneArguments));
        CloneArguments arguments = default;
        rest = rest.Slice(0, (int)size - known);
        Errno error = _process.Memory.CopyIn(address, new Span<byte>(&arguments, known));
        error = error != Errno.None ? error : _process.Memory.CopyIn(address + (ulong)known, rest);
        if (error != Errno.None)
        {
            return error;
        }

        for (int index = 0; index < rest.Length; index++)
        {
            if (rest[index] != 0)
            {
                return Errno.E2BIG;
            }
        }

        bool isThread = ((CloneFlags)arguments.Flags & CloneFlags.Thread) != 0;
        if ((arguments.Flags & UnknownFlags) != 0 || (isThread && arguments.ExitSignal != 0))
        {
            return Errno.EINVAL;
        }

        if ((arguments.Stack == 0) != (arguments.StackSize == 0) || (arguments.SetTid | arguments.SetTidSize) != 0)
        {
            return Errno.EINVAL;
        }

        arguments.Stack += arguments.StackSize;
        return Clone(frame, in arguments);
    }

    public long CurrentId => Current.Thread.Id;

    public Errno Exit(int status)
    {
        _process.ExitThread(status);
        return Errno.None;
    }

    public Errno ExitGroup(int status)
    {
        _process.Exit(status);
        return Errno.None;
    }

    public Result<long> SetTidAddress(ulong address)
    {
        Current.Thread.ClearChildTid = address;
        return Current.Thread.Id;
    }

    public Errno SetThreadPointer(int operation, ulong value)
    {
        Thread thread = Current.Thread;
        switch (operation)
        {
            // A base outside the user half would fault in the kernel when it is loaded.
            case SetFs or SetGs when value >= AddressSpace.Top:
                return Errno.EPERM;
            case SetFs:
                thread.FsBase = value;
                _switch.LoadSegmentBases(thread);
                return Errno.None;
            case SetGs:
                thread.GsBase = value;
                _switch.LoadSegmentBases(thread);
                return Errno.None;
            case GetFs:
                return _process.Memory.Write(value, thread.FsBase);
            case GetGs:
                return _process.Memory.Write(value, thread.GsBase);
            default:
                return Errno.EINVAL;
        }
    }

    public Errno Yield()
    {
        _scheduler.Yield();
        return Errno.None;
    }

    /// <summary>fork(2), vfork(2), and clone without CLONE_THREAD.</summary>
    public Errno RefuseFork()
    {
        if (!_hasRefusedFork)
        {
            _hasRefusedFork = true;
            Log.Write(LogLevel.Warning, "syscalls: fork is not possible, there is one process"u8);
        }

        return Errno.ENOSYS;
    }

    private Result<long> Clone(TrapFrame* frame, in CloneArguments arguments)
    {
        var flags = (CloneFlags)arguments.Flags;
        bool sharesHandlers = (flags & CloneFlags.SharedSignalHandlers) != 0;
        if (((flags & CloneFlags.Thread) != 0 && !sharesHandlers) || (sharesHandlers && (flags & CloneFlags.SharedMemory) == 0))
        {
            return Errno.EINVAL;
        }

        if ((flags & CloneFlags.Required) != CloneFlags.Required)
        {
            return RefuseFork();
        }

        if ((flags & (CloneFlags.PidDescriptor | CloneFlags.NewNamespace | CloneFlags.NewNamespaces | CloneFlags.IntoControlGroup)) != 0)
        {
            return Errno.EINVAL;
        }

        bool setsPointer = (flags & CloneFlags.SetThreadLocalStorage) != 0;
        if (setsPointer && arguments.ThreadLocalStorage >= AddressSpace.Top)
        {
            return Errno.EPERM;
        }

        if (Current.Thread.IsKilled)
        {
            // Reading the arguments may have slept, and who ends all threads would not find a new one.
            return Errno.EINTR;
        }

        Result<Thread> taken = _threads.Take();
        if (taken.IsError)
        {
            return taken.Error;
        }

        Thread parent = Current.Thread;
        Thread child = taken.Value;
        *child.Frame = *frame;
        child.Frame->Rax = 0;
        child.Frame->Rsp = arguments.Stack != 0 ? arguments.Stack : frame->Rsp;
        child.FsBase = setsPointer ? arguments.ThreadLocalStorage : parent.FsBase;
        child.GsBase = parent.GsBase;
        child.ClearChildTid = (flags & CloneFlags.ChildClearTid) != 0 ? arguments.ChildTid : 0;
        child.SetName(parent.Name);
        _switch.CopyExtendedState(child);
        Errno error = WriteTids(flags, in arguments, child.Id);
        if (error != Errno.None)
        {
            _threads.Return(child);
            return error;
        }

        _process.AddThread(child, _process.Signals.Of(parent).Mask);
        _scheduler.Start(child);
        return child.Id;
    }

    private Errno WriteTids(CloneFlags flags, in CloneArguments arguments, int id)
    {
        Errno error = (flags & CloneFlags.ParentSetTid) != 0 ? _process.Memory.Write(arguments.ParentTid, id) : Errno.None;
        return error == Errno.None && (flags & CloneFlags.ChildSetTid) != 0 ? _process.Memory.Write(arguments.ChildTid, id) : error;
    }
}
