// epoll_create, epoll_ctl and the four ways to wait. SyscallTable calls; Vfs.Events.Epoll knows what is watched.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;
using Vfs.Events;

public sealed class EpollSyscalls
{
    /// <summary>Events that one call returns; the others come with the next.</summary>
    private const int EventsAtOnce = 128;

    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly EventFiles _events;

    public EpollSyscalls(Process process, Scheduler scheduler, EventFiles events)
    {
        _process = process;
        _scheduler = scheduler;
        _events = events;
    }

    private enum Operation
    {
        Add = 1,
        Delete = 2,
        Modify = 3,
    }

    /// <summary>epoll_create(2): the size is only checked.</summary>
    public Result<long> Create(int size) => size <= 0 ? Errno.EINVAL : Create(0u);

    public Result<long> Create(uint flags) => (flags & ~(uint)OpenFlags.CloseOnExec) != 0
        ? Errno.EINVAL
        : _process.Files.Give(_events.OpenEpoll(), flags != 0).Widen();

    public Errno Control(int descriptor, int operation, int watched, ulong address)
    {
        EpollEvent wanted = default;
        Errno error = (Operation)operation == Operation.Delete ? Errno.None : _process.Memory.Read(address, out wanted);
        if (error != Errno.None)
        {
            return error;
        }

        Result<OpenFile> epoll = _process.Files.Get(descriptor);
        Result<OpenFile> file = _process.Files.Get(watched);
        if (epoll.IsError || file.IsError)
        {
            return Errno.EBADF;
        }

        if (file.Value.IsPath || epoll.Value.IsPath)
        {
            return Errno.EBADF;
        }

        if (!file.Value.Node.IsPollable)
        {
            return Errno.EPERM;
        }

        if (epoll.Value == file.Value || epoll.Value.Node is not Epoll set)
        {
            return Errno.EINVAL;
        }

        if (((EpollFlags)wanted.Events & EpollFlags.Exclusive) != 0 && !IsExclusiveAllowed((Operation)operation, wanted.Events, file.Value))
        {
            return Errno.EINVAL;
        }

        return (Operation)operation switch
        {
            Operation.Add => set.Add(watched, file.Value, wanted.Events, wanted.Data),
            Operation.Delete => set.Remove(watched, file.Value),
            Operation.Modify => set.Change(watched, file.Value, wanted.Events, wanted.Data),
            _ => Errno.EINVAL,
        };
    }

    public Result<long> Wait(int descriptor, ulong events, int count, int timeoutMilliseconds) =>
        WaitUntil(descriptor, events, count, PollSyscalls.DeadlineAfter(timeoutMilliseconds));

    /// <summary>epoll_pwait(2).</summary>
    public Result<long> Wait(int descriptor, ulong events, int count, int timeoutMilliseconds, ulong mask, ulong maskBytes)
    {
        Errno error = TemporaryMask.Apply(_process, mask, maskBytes);
        return error != Errno.None ? error : Wait(descriptor, events, count, timeoutMilliseconds);
    }

    /// <summary>epoll_pwait2(2).</summary>
    public Result<long> WaitWithTime(int descriptor, ulong events, int count, ulong timeout, ulong mask, ulong maskBytes)
    {
        Errno error = PollSyscalls.ReadTimeout(_process, timeout, out ulong deadline);
        error = error != Errno.None ? error : TemporaryMask.Apply(_process, mask, maskBytes);
        return error != Errno.None ? error : WaitUntil(descriptor, events, count, deadline);
    }

    private static bool IsExclusiveAllowed(Operation operation, uint events, OpenFile file)
    {
        const uint allowed = (uint)(PollEvents.Read | PollEvents.Write | PollEvents.Error | PollEvents.HangUp)
            | (uint)(EpollFlags.Exclusive | EpollFlags.WakeUp | EpollFlags.EdgeTriggered);
        return operation switch
        {
            Operation.Add => (events & ~allowed) == 0 && file.Node is not Epoll,
            Operation.Modify => false,
            _ => true,
        };
    }

    private Result<long> WaitUntil(int descriptor, ulong events, int count, ulong deadline)
    {
        if (count <= 0 || count > int.MaxValue / EpollEvent.Size)
        {
            return Errno.EINVAL;
        }

        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<long> result = file.Value.Node is Epoll epoll ? WaitUntil(epoll, events, count, deadline) : Errno.EINVAL;
        file.Value.Release();
        return result;
    }

    private Result<long> WaitUntil(Epoll epoll, ulong events, int count, ulong deadline)
    {
        Span<EpollReady> ready = stackalloc EpollReady[EventsAtOnce];
        ready = ready.Slice(0, Math.Min(count, EventsAtOnce));
        while (true)
        {
            int found = epoll.Collect(ready);
            if (found != 0)
            {
                return Deliver(events, ready.Slice(0, found));
            }

            if (Clock.Nanoseconds >= deadline)
            {
                return 0;
            }

            Errno error = _scheduler.BlockForAny(Math.Min(deadline, epoll.NextPollChange));
            if (error == Errno.EINTR)
            {
                return error;
            }
        }
    }

    private Result<long> Deliver(ulong address, ReadOnlySpan<EpollReady> ready)
    {
        for (int index = 0; index < ready.Length; index++)
        {
            var entry = new EpollEvent { Events = (uint)ready[index].Events, Data = ready[index].Data };
            Errno error = _process.Memory.Write(address + ((ulong)index * EpollEvent.Size), in entry);
            if (error != Errno.None)
            {
                return index != 0 ? index : error;
            }
        }

        return ready.Length;
    }
}
