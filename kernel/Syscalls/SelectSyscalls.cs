// select and pselect6: poll over sets of bits. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;

public sealed class SelectSyscalls
{
    private const PollEvents ReadSet = PollEvents.Read | PollEvents.ReadNormal | PollEvents.HangUp | PollEvents.Error;
    private const PollEvents WriteSet = PollEvents.Write | PollEvents.WriteNormal | PollEvents.Error;

    /// <summary>Bytes of one set.</summary>
    private const int SetBytes = Limits.Descriptors / 8;
    private const long MicrosecondsPerSecond = 1_000_000;

    private readonly Process _process;
    private readonly Scheduler _scheduler;

    public SelectSyscalls(Process process, Scheduler scheduler)
    {
        _process = process;
        _scheduler = scheduler;
    }

    /// <summary>select(2), which writes back how much time is left.</summary>
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

            deadline = TimeSyscalls.DeadlineAfter(new Timespec(
                value.Seconds + (value.Microseconds / MicrosecondsPerSecond), value.Microseconds % MicrosecondsPerSecond * 1000));
        }

        Result<long> ready = SelectUntil(count, readSet, writeSet, errorSet, deadline);
        if (timeout != 0)
        {
            _process.Memory.Write(timeout, TimeValue.FromNanoseconds(PollSyscalls.NanosecondsLeft(deadline)));
        }

        return ready;
    }

    /// <summary>pselect6(2), which does the same.</summary>
    public Result<long> SelectWithMask(int count, ulong readSet, ulong writeSet, ulong errorSet, ulong timeout, ulong mask)
    {
        Errno error = PollSyscalls.ReadTimeout(_process, timeout, out ulong deadline);
        error = error != Errno.None ? error : TemporaryMask.ApplyIndirect(_process, mask);
        if (error != Errno.None)
        {
            return error;
        }

        Result<long> ready = SelectUntil(count, readSet, writeSet, errorSet, deadline);
        PollSyscalls.WriteTimeLeft(_process, timeout, deadline);
        return ready;
    }

    private Result<long> SelectUntil(int count, ulong readSet, ulong writeSet, ulong errorSet, ulong deadline)
    {
        if (count < 0)
        {
            return Errno.EINVAL;
        }

        count = Math.Min(count, Limits.Descriptors);
        int bytes = (count + 63) / 64 * 8;
        Span<byte> wanted = stackalloc byte[SetBytes * 3];
        Span<byte> found = stackalloc byte[SetBytes * 3];
        wanted.Clear();
        Errno error = ReadSets(readSet, writeSet, errorSet, wanted, bytes);
        while (error == Errno.None)
        {
            found.Clear();
            Result<long> ready = Look(count, wanted, found, out ulong nextChange);
            if (ready.IsError)
            {
                return ready;
            }

            if (ready.Value != 0 || Clock.Nanoseconds >= deadline)
            {
                error = WriteSets(readSet, writeSet, errorSet, found, bytes);
                return error != Errno.None ? error : ready;
            }

            error = _scheduler.BlockForAny(Math.Min(deadline, nextChange));
            error = error == Errno.ETIMEDOUT ? Errno.None : error;
        }

        return error;
    }

    private Errno ReadSets(ulong readSet, ulong writeSet, ulong errorSet, Span<byte> sets, int bytes)
    {
        Errno error = readSet == 0 ? Errno.None : _process.Memory.CopyIn(readSet, sets.Slice(0, bytes));
        error = error != Errno.None || writeSet == 0 ? error : _process.Memory.CopyIn(writeSet, sets.Slice(SetBytes, bytes));
        return error != Errno.None || errorSet == 0 ? error : _process.Memory.CopyIn(errorSet, sets.Slice(SetBytes * 2, bytes));
    }

    private Errno WriteSets(ulong readSet, ulong writeSet, ulong errorSet, ReadOnlySpan<byte> sets, int bytes)
    {
        Errno error = readSet == 0 ? Errno.None : _process.Memory.CopyOut(readSet, sets.Slice(0, bytes));
        error = error != Errno.None || writeSet == 0 ? error : _process.Memory.CopyOut(writeSet, sets.Slice(SetBytes, bytes));
        return error != Errno.None || errorSet == 0 ? error : _process.Memory.CopyOut(errorSet, sets.Slice(SetBytes * 2, bytes));
    }

    private Result<long> Look(int count, ReadOnlySpan<byte> wanted, Span<byte> found, out ulong nextChange)
    {
        long ready = 0;
        nextChange = Scheduler.Never;
        for (int descriptor = 0; descriptor < count; descriptor++)
        {
            int offset = descriptor >> 3;
            byte bit = (byte)(1 << (descriptor & 7));
            bool wantsRead = (wanted[offset] & bit) != 0;
            bool wantsWrite = (wanted[SetBytes + offset] & bit) != 0;
            bool wantsError = (wanted[(SetBytes * 2) + offset] & bit) != 0;
            if (!wantsRead && !wantsWrite && !wantsError)
            {
                continue;
            }

            PollEvents events = PollSyscalls.EventsOf(_process, descriptor, ref nextChange);
            if ((events & PollEvents.Invalid) != 0)
            {
                return Errno.EBADF;
            }

            ready += Mark(wantsRead && (events & ReadSet) != 0, found, offset, bit);
            ready += Mark(wantsWrite && (events & WriteSet) != 0, found.Slice(SetBytes), offset, bit);
            ready += Mark(wantsError && (events & PollEvents.Priority) != 0, found.Slice(SetBytes * 2), offset, bit);
        }

        return ready;
    }

    private static int Mark(bool isReady, Span<byte> set, int offset, byte bit)
    {
        set[offset] |= isReady ? bit : (byte)0;
        return isReady ? 1 : 0;
    }
}
