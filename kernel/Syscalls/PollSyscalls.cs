// poll and ppoll: asks every file, sleeps until any wait queue is woken, asks again. SyscallTable calls; select and epoll wait alike.
namespace Kernel.Syscalls;

using System;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;

public sealed class PollSyscalls
{
    private const PollEvents AlwaysReported = PollEvents.Error | PollEvents.HangUp | PollEvents.Invalid;
    private const int DescriptorSize = 8;
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    private readonly Process _process;
    private readonly Scheduler _scheduler;

    public PollSyscalls(Process process, Scheduler scheduler)
    {
        _process = process;
        _scheduler = scheduler;
    }

    /// <summary>poll(2); a negative time-out waits for ever.</summary>
    public Result<long> Poll(ulong descriptors, uint count, int timeoutMilliseconds) =>
        PollUntil(descriptors, count, DeadlineAfter(timeoutMilliseconds));

    /// <summary>ppoll(2), which writes back how much time is left.</summary>
    public Result<long> PollWithMask(ulong descriptors, uint count, ulong timeout, ulong mask, ulong maskBytes)
    {
        Errno error = ReadTimeout(_process, timeout, out ulong deadline);
        error = error != Errno.None ? error : TemporaryMask.Apply(_process, mask, maskBytes);
        if (error != Errno.None)
        {
            return error;
        }

        Result<long> ready = PollUntil(descriptors, count, deadline);
        WriteTimeLeft(_process, timeout, deadline);
        return ready;
    }

    /// <summary>Nanoseconds since boot; a negative time-out never ends.</summary>
    internal static ulong DeadlineAfter(int timeoutMilliseconds) =>
        timeoutMilliseconds < 0 ? Scheduler.Never
            : TimeSyscalls.DeadlineAfter(TimeSyscalls.FromNanoseconds((ulong)timeoutMilliseconds * NanosecondsPerMillisecond));

    /// <summary>A struct timespec as a deadline; address 0 never ends. EFAULT, EINVAL.</summary>
    internal static Errno ReadTimeout(Process process, ulong address, out ulong deadline)
    {
        deadline = Scheduler.Never;
        if (address == 0)
        {
            return Errno.None;
        }

        Errno error = process.Memory.Read(address, out Timespec time);
        error = error != Errno.None ? error : TimeSyscalls.Check(in time);
        deadline = error != Errno.None ? 0 : TimeSyscalls.DeadlineAfter(in time);
        return error;
    }

    /// <summary>What Linux does to the time-outs of ppoll and pselect6. Memory that cannot be written is left alone.</summary>
    internal static void WriteTimeLeft(Process process, ulong address, ulong deadline)
    {
        if (address != 0)
        {
            process.Memory.Write(address, TimeSyscalls.FromNanoseconds(NanosecondsLeft(deadline)));
        }
    }

    internal static ulong NanosecondsLeft(ulong deadline)
    {
        ulong now = Clock.Nanoseconds;
        return deadline > now ? deadline - now : 0;
    }

    private Result<long> PollUntil(ulong descriptors, uint count, ulong deadline)
    {
        if (count > (uint)_process.Files.Limit)
        {
            return Errno.EINVAL;
        }

        // A copy: while it was read or written in place, other threads could run and what was seen before would be stale.
        Span<PollDescriptor> entries = stackalloc PollDescriptor[Limits.Descriptors];
        entries = entries.Slice(0, (int)count);
        Errno error = CopyIn(descriptors, entries);
        while (error == Errno.None)
        {
            long ready = Look(entries, out ulong nextChange);
            if (ready != 0 || Clock.Nanoseconds >= deadline)
            {
                error = CopyOut(descriptors, entries);
                return error != Errno.None ? error : ready;
            }

            error = _scheduler.BlockForAny(Math.Min(deadline, nextChange));
            error = error == Errno.ETIMEDOUT ? Errno.None : error;
        }

        return error;
    }

    private long Look(Span<PollDescriptor> entries, out ulong nextChange)
    {
        long ready = 0;
        nextChange = Scheduler.Never;
        for (int index = 0; index < entries.Length; index++)
        {
            ref PollDescriptor entry = ref entries[index];
            PollEvents events = entry.Descriptor < 0 ? PollEvents.None
                : EventsOf(_process, entry.Descriptor, ref nextChange) & ((PollEvents)entry.Events | AlwaysReported);
            entry.Returned = (ushort)events;
            ready += events != PollEvents.None ? 1 : 0;
        }

        return ready;
    }

    /// <summary>What a descriptor is ready for, and when that changes by itself if that is before <paramref name="nextChange"/>.</summary>
    internal static PollEvents EventsOf(Process process, int descriptor, ref ulong nextChange)
    {
        Result<OpenFile> file = process.Files.Get(descriptor);
        if (file.IsError || file.Value.IsPath)
        {
            return PollEvents.Invalid;
        }

        nextChange = Math.Min(nextChange, file.Value.Node.NextPollChange);
        return file.Value.ReadyEvents;
    }

    private Errno CopyIn(ulong address, Span<PollDescriptor> entries) =>
        entries.IsEmpty ? Errno.None : _process.Memory.CopyIn(address, MemoryMarshal.AsBytes(entries));

    // Only what poll returns: the rest belongs to the app, whose other threads may have changed it.
    private Errno CopyOut(ulong address, ReadOnlySpan<PollDescriptor> entries)
    {
        const int returnedOffset = 6;
        Errno error = Errno.None;
        for (int index = 0; index < entries.Length && error == Errno.None; index++)
        {
            error = _process.Memory.Write(address + ((ulong)index * DescriptorSize) + returnedOffset, entries[index].Returned);
        }

        return error;
    }
}
