// The bytes of one read or write, without pointers: app pages in the kernel, an array in the tests.
// Made by the syscalls and by whoever reads for the kernel; consumed by file systems, devices and transports.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>Which way the bytes go, seen from the file: <see cref="FromFile"/> is a read(2), which writes to the buffer.</summary>
public enum IoDirection
{
    FromFile,
    ToFile,
}

/// <summary>A run of bytes that a device can address without a break.</summary>
/// <param name="address">Guest-physical address; in the host tests an offset into the fake device's memory.</param>
/// <param name="length">Bytes, at least 1.</param>
public readonly struct IoSegment(ulong address, int length)
{
    public readonly ulong Address = address;
    public readonly int Length = length;
}

/// <summary>
/// A bounded run of bytes that belongs to somebody else. Every access is checked: a page that the owner may not
/// touch is <see cref="Errno.EFAULT"/>, never a crash.
/// </summary>
public abstract class IoBuffer
{
    /// <summary>Bytes in the buffer.</summary>
    public abstract int Length { get; }

    public abstract IoDirection Direction { get; }

    /// <summary>
    /// Copies <paramref name="source"/> into this buffer at <paramref name="offset"/>; the range must lie within <see cref="Length"/>.
    /// </summary>
    public abstract Errno Put(int offset, ReadOnlySpan<byte> source);

    /// <summary>
    /// Copies bytes of this buffer from <paramref name="offset"/> to <paramref name="destination"/>; the range must lie within
    /// <see cref="Length"/>.
    /// </summary>
    public abstract Errno Get(int offset, Span<byte> destination);

    /// <summary>Fills a range with zeros (read of a hole, /dev/zero).</summary>
    public abstract Errno Clear(int offset, int length);

    /// <summary>
    /// Whether a transfer may be broken off when the thread that waits for it is killed. Not where the bytes belong to others too: what
    /// is not written then is lost to them.
    /// </summary>
    public virtual bool IsOnlyForCaller => true;

    /// <summary>Pages of the file itself: they are written where they belong, also through an opening with O_APPEND.</summary>
    public virtual bool IsPartOfFile => false;

    /// <summary>
    /// Makes bytes resident and keeps them where they are until <see cref="Unpin"/>, so that a device may reach them.
    /// </summary>
    /// <returns>How many bytes from <paramref name="offset"/> are held, 1 to <paramref name="length"/>: fewer when a later
    /// page is bad or memory is short. EFAULT when the first byte is bad, ENOMEM when there is no memory for it.</returns>
    public abstract Result<int> Pin(int offset, int length);

    /// <summary>As <see cref="Pin"/>, for a caller that must not sleep: bytes that would have to be fetched first are not held.</summary>
    /// <returns>As <see cref="Pin"/>; EAGAIN when the first byte would have to be fetched.</returns>
    public virtual Result<int> TryPin(int offset, int length) => Pin(offset, length);

    /// <summary>Ends one <see cref="Pin"/>; takes the same offset and the length that it returned.</summary>
    public abstract void Unpin(int offset, int length);

    /// <summary>
    /// A device never confirmed that it has let go of a pinned range: its memory is never given to anybody else, although it is
    /// unpinned afterwards. Nothing to do where memory has one owner for ever.
    /// </summary>
    public virtual void Keep(int offset, int length)
    {
    }

    /// <summary>
    /// The longest device-contiguous run that starts at <paramref name="offset"/> and has at most <paramref name="limit"/> bytes; only
    /// within a pinned range.
    /// </summary>
    public abstract IoSegment SegmentAt(int offset, int limit);
}
