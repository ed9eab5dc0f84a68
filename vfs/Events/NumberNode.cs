// What reading an eventfd and a timerfd has in common: a number of eight bytes, waited for until it is not 0. EventCounter and
// TimerFile derive from it.
namespace Vfs.Events;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

public abstract class NumberNode : AnonymousNode
{
    protected NumberNode(WaitQueue waiters)
        : base(waiters)
    {
    }

    /// <summary>Waits for a number and takes it. EINVAL for less than eight bytes of room.</summary>
    public sealed override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        if (into.Length < sizeof(ulong))
        {
            return Errno.EINVAL;
        }

        while (true)
        {
            if (Look() == 0)
            {
                Errno error = file.IsNonBlocking ? Errno.EAGAIN : Waiters.WaitUntil(NextPollChange);
                if (error is not (Errno.None or Errno.ETIMEDOUT))
                {
                    return error;
                }

                continue;
            }

            // A page fault may let other readers run: it comes before the look that counts.
            Result<int> pinned = into.Pin(0, sizeof(ulong));
            if (pinned.IsError)
            {
                return pinned.Error;
            }

            Result<int> taken = TakeInto(into);
            into.Unpin(0, pinned.Value);
            if (taken.IsError || taken.Value != 0)
            {
                return taken;
            }
        }
    }

    /// <summary>What a read would take now; 0 when it has to wait.</summary>
    protected abstract ulong Look();

    /// <summary>A read has taken that much.</summary>
    protected abstract void Take(ulong number);

    private Result<int> TakeInto(IoBuffer into)
    {
        ulong number = Look();
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        Errno error = number == 0 ? Errno.None : into.Put(0, bytes);
        if (error != Errno.None || number == 0)
        {
            return error != Errno.None ? error : 0;
        }

        Take(number);
        return sizeof(ulong);
    }
}
