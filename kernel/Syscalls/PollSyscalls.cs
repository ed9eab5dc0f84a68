// poll, ppoll, select and pselect6: asks every file, sleeps until any wait queue is woken, asks again. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;

public sealed class PollSyscalls
{
    private const PollEvents AlwaysReported = PollEvents.Error | PollEvents.HangUp | PollEvents.Invalid;
    private const PollEvents ReadSet = PollEvents.Read | PollEvents.ReadNormal | PollEvents.HangUp | PollEvents.Error;
    private const PollEvents WriteSet = PollEvents.Write | PollEvents.WriteNormal | PollEvents.Error;
    private const int SetWords = Limits.Descriptors / 64;
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    private readonly Process _process;
    private readonly Scheduler _scheduler;

    public PollSyscalls(Process process, Scheduler scheduler)
    {
        _process = process;
        _scheduler = scheduler;
    }

    /// <summary>poll(2); a negative time-out waits for ever.</summary>
    public Result<long> Poll(ulong descriptors, uint count, int timeoutMilliseconds)
    {
        ulong deadline = timeoutMilliseconds < 0 ? Scheduler.Never : Clock.Nanoseconds + ((ulong)timeoutMilliseconds * NanosecondsPerMillisecond);
        return Poll(descriptors, count, deadline);
    }

    /// <summary>ppoll(2). The signal mask is not looked at: no handler could interrupt the wait.</summary>
    public Result<long> PollWithMask(ulong descriptors, uint count, ulong timeout)
    {
        Errno error = ReadTimeout(timeout, out ulong deadline);
        return error != Errno.None ? error : Poll(descriptors, count, deadline);
    }

    public Result<long> Select(int count, ulong readSet, ulong writeSet, ulong errorSet, ulong timeout)
    {
        ulong deadline = Scheduler.Never;
        if (timeout != 0)
        {
            Errno error = _process.Memory.Read(timeout, out TimeValue value);
            if (error != Errno.None || value.Seconds < 0 || value.Microseconds < 0)
            {
                return error != Errno.None ? error : Errno.EINVAL;
            }

            deadline = TimeSyscalls.DeadlineAfter(new Timespec(value.Seconds + (value.Microseconds / 1_000_000), value.Microseconds % 1_000_000 * 1000));
        }

        return SelectUntil(count, readSet, writeSet, errorSet, deadline);
    }

    public Result<long> SelectWithMask(int count, ulong readSet, ulong writeSet, ulong errorSet, ulong timeout)
    {
        Errno error = ReadTimeout(timeout, out ulong deadline);
        return error != Errno.None ? error : SelectUntil(count, readSet, writeSet, errorSet, deadline);
    }

    private Errno ReadTimeout(ulong address, out ulong deadline)
    {
        deadline = Scheduler.Never;
        if (address == 0)
        {
            return Errno.None;
        }

        Errno error = _process.Memory.Read(address, out Timespec time);
        error = error != Errno.None ? error : TimeSyscalls.Check(in time);
        deadline = error != Errno.None ? 0 : TimeSyscalls.DeadlineAfter(in time);
        return error;
    }

    private Result<long> Poll(ulong descriptors, uint count, ulong deadline)
    {
        if (count > (uint)_process.Files.Capacity)
        {
            return Errno.EINVAL;
        }

        while (true)
        {
            Result<long> ready = Look(descriptors, count);
            if (ready.IsError || ready.Value != 0 || Clock.Nanoseconds >= deadline)
            {
                return ready;
            }

            Errno error = _scheduler.BlockForAny(deadline);
            if (error == Errno.EINTR)
            {
                return error;
            }
        }
    }

    private Result<long> Look(ulong descriptors, uint count)
    {
        long ready = 0;
        for (uint index = 0; index < count; index++)
        {
            ulong address = descriptors + ((ulong)index * 8);
            Errno error = _process.Memory.Read(address, out PollDescriptor entry);
            if (error != Errno.None)
            {
                return error;
            }

            PollEvents events = entry.Descriptor < 0 ? PollEvents.None
                : EventsOf(entry.Descriptor) & ((PollEvents)entry.Events | AlwaysReported);
            entry.Returned = (ushort)events;
            error = _process.Memory.Write(address, in entry);
            if (error != Errno.None)
            {
                return error;
            }

            ready += events != PollEvents.None ? 1 : 0;
        }

        return ready;
    }

    private PollEvents EventsOf(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        if (file.IsError)
        {
            return PollEvents.Invalid;
        }

        PollEvents events = file.Value.Node.Poll(file.Value);
        events |= (events & PollEvents.Read) != 0 ? PollEvents.ReadNormal : PollEvents.None;
        return events | ((events & PollEvents.Write) != 0 ? PollEvents.WriteNormal : PollEvents.None);
    }

    private Result<long> SelectUntil(int count, ulong readSet, ulong writeSet, ulong errorSet, ulong deadline)
    {
        if (count < 0)
        {
            return Errno.EINVAL;
        }

        count = Math.Min(count, Limits.Descriptors);
        int bytes = ((count + 63) / 64) * 8;
        Span<byte> wanted = stackalloc byte[SetWords * 8 * 3];
        Span<byte> found = stackalloc byte[SetWords * 8 * 3];
        wanted.Clear();
        Errno error = ReadSets(readSet, writeSet, errorSet, wanted, bytes);
        while (error == Errno.None)
        {
            found.Clear();
            Result<long> ready = Look(count, wanted, found);
            if (ready.IsError)
            {
                return ready;
            }

            if (ready.Value != 0 || Clock.Nanoseconds >= deadline)
            {
                error = WriteSets(readSet, writeSet, errorSet, found, bytes);
                return error != Errno.None ? error : ready;
            }

            error = _scheduler.BlockForAny(deadline);
            error = error == Errno.ETIMEDOUT ? Errno.None : error;
        }

        return error;
    }

    private Errno ReadSets(ulong readSet, ulong writeSet, ulong errorSet, Span<byte> sets, int bytes)
    {
        Errno error = readSet == 0 ? Errno.None : _process.Memory.CopyIn(readSet, sets.Slice(0, bytes));
        error = error != Errno.None || writeSet == 0 ? error : _process.Memory.CopyIn(writeSet, sets.Slice(SetWords * 8, bytes));
        return error != Errno.None || errorSet == 0 ? error : _process.Memory.CopyIn(errorSet, sets.Slice(SetWords * 16, bytes));
    }

    private Errno WriteSets(ulong readSet, ulong writeSet, ulong errorSet, ReadOnlySpan<byte> sets, int bytes)
    {
        Errno error = readSet == 0 ? Errno.None : _process.Memory.CopyOut(readSet, sets.Slice(0, bytes));
        error = error != Errno.None || writeSet == 0 ? error : _process.Memory.CopyOut(writeSet, sets.Slice(SetWords * 8, bytes));
        return error != Errno.None || errorSet == 0 ? error : _process.Memory.CopyOut(errorSet, sets.Slice(SetWords * 16, bytes));
    }

    private Result<long> Look(int count, ReadOnlySpan<byte> wanted, Span<byte> found)
    {
        long ready = 0;
        for (int descriptor = 0; descriptor < count; descriptor++)
        {
            int offset = descriptor >> 3;
            byte bit = (byte)(1 << (descriptor & 7));
            bool wantsRead = (wanted[offset] & bit) != 0;
            bool wantsWrite = (wanted[(SetWords * 8) + offset] & bit) != 0;
            bool wantsError = (wanted[(SetWords * 16) + offset] & bit) != 0;
            if (!wantsRead && !wantsWrite && !wantsError)
            {
                continue;
            }

            PollEvents events = EventsOf(descriptor);
            if ((events & PollEvents.Invalid) != 0)
            {
                return Errno.EBADF;
            }

            ready += Mark(wantsRead && (events & ReadSet) != 0, found.Slice(0), offset, bit);
            ready += Mark(wantsWrite && (events & WriteSet) != 0, found.Slice(SetWords * 8), offset, bit);
            ready += Mark(wantsError && (events & PollEvents.Priority) != 0, found.Slice(SetWords * 16), offset, bit);
        }

        return ready;
    }

    private static int Mark(bool isReady, Span<byte> set, int offset, byte bit)
    {
        set[offset] |= isReady ? bit : (byte)0;
        return isReady ? 1 : 0;
    }
}
