// eventfd(2): a 64-bit counter that is read and added to, and that poll can wait for. EventFiles hands them out.
namespace Vfs.Events;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

public sealed class EventCounter : AnonymousNode
{
    private const ulong Largest = ulong.MaxValue - 1;

    private ulong _count;
    private bool _isSemaphore;

    internal EventCounter(WaitQueue waiters)
        : base(waiters)
    {
    }

    protected override ReadOnlySpan<byte> Name => "anon_inode:[eventfd]"u8;

    /// <summary>Takes the count, or one with EFD_SEMAPHORE. EINVAL for less than eight bytes of room.</summary>
    public override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        if (into.Length < sizeof(ulong))
        {
            return Errno.EINVAL;
        }

        while (true)
        {
            if (_count == 0)
            {
                Errno error = file.IsNonBlocking ? Errno.EAGAIN : Waiters.Wait();
                if (error != Errno.None)
                {
                    return error;
                }

                continue;
            }

            // A page fault may let other readers run: it comes before the look at the counter that counts.
            Result<int> pinned = into.Pin(0, sizeof(ulong));
            if (pinned.IsError)
            {
                return pinned.Error;
            }

            Result<int> taken = _count == 0 ? 0 : Take(into);
            into.Unpin(0, pinned.Value);
            if (taken.IsError || taken.Value != 0)
            {
                return taken;
            }
        }
    }

    /// <summary>Adds; waits while the sum would be too large. EINVAL for other than eight bytes, or all ones.</summary>
    public override Result<int> Write(OpenFile file, ref long offset, IoBuffer from)
    {
        if (from.Length != sizeof(ulong))
        {
            return Errno.EINVAL;
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Errno error = from.Get(0, bytes);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (error != Errno.None || value == ulong.MaxValue)
        {
            return error != Errno.None ? error : Errno.EINVAL;
        }

        while (Largest - _count < value)
        {
            error = file.IsNonBlocking ? Errno.EAGAIN : Waiters.Wait();
            if (error != Errno.None)
            {
                return error;
            }
        }

        _count += value;
        Waiters.Announce(PollEvents.Read);
        return sizeof(ulong);
    }

    public override PollEvents Poll(OpenFile file) =>
        (_count != 0 ? PollEvents.Read : PollEvents.None) | (_count < Largest ? PollEvents.Write : PollEvents.None);

    internal void Start(ulong count, bool isSemaphore)
    {
        _count = count;
        _isSemaphore = isSemaphore;
    }

    private Result<int> Take(IoBuffer into)
    {
        ulong value = _isSemaphore ? 1 : _count;
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Errno error = into.Put(0, bytes);
        if (error != Errno.None)
        {
            return error;
        }

        _count -= value;
        Waiters.Announce(PollEvents.Write);
        return sizeof(ulong);
    }
}
