// eventfd(2): a 64-bit counter that is read and added to, and that poll can wait for; with EFD_SEMAPHORE it is read one by
// one. EventFiles hands them out.
namespace Vfs.Events;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

public sealed class EventCounter : NumberNode
{
    private const ulong Largest = ulong.MaxValue - 1;

    private ulong _count;
    private bool _isSemaphore;

    internal EventCounter(WaitQueue waiters)
        : base(waiters)
    {
    }

    protected override ReadOnlySpan<byte> Name => "anon_inode:[eventfd]"u8;

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

    protected override ulong Look() => _isSemaphore ? Math.Min(_count, 1) : _count;

    protected override void Take(ulong number)
    {
        _count -= number;
        Waiters.Announce(PollEvents.Write);
    }
}
