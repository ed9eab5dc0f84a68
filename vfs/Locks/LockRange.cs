// What fcntl(F_SETLK) asks for, counted from the start of the file; made by the syscall, kept by LockTable.
namespace Vfs.Locks;

using Kernel.Abi;

/// <summary>l_type of struct flock.</summary>
public enum LockType : short
{
    Read = 0,
    Write = 1,
    Unlock = 2,
}

/// <summary>A kind of lock on a range of bytes.</summary>
public struct LockRange
{
    public LockType Type;

    /// <summary>The first byte.</summary>
    public long Start;

    /// <summary>The last byte; <see cref="long.MaxValue"/> for "to the end, however far that moves".</summary>
    public long End;

    /// <summary>l_pid: who holds it, as F_GETLK tells; -1 for an open file description lock.</summary>
    public int ProcessId;

    /// <summary>l_len: bytes, 0 for "to the end".</summary>
    public readonly long Length => End == long.MaxValue ? 0 : End - Start + 1;

    /// <summary>Reads the fields of struct flock (fcntl(2)): a negative length lies before the start. EINVAL, EOVERFLOW.</summary>
    public static Result<LockRange> Create(OpenFile file, LockType type, SeekFrom whence, long start, long length, int processId)
    {
        if (type is not (LockType.Read or LockType.Write or LockType.Unlock) || whence is not (SeekFrom.Start or SeekFrom.Current or SeekFrom.End))
        {
            return Errno.EINVAL;
        }

        Result<long> origin = file.Locate(start, whence);
        if (origin.IsError)
        {
            return origin.Error;
        }

        long first = origin.Value;
        if (length > 0 && first > long.MaxValue - (length - 1))
        {
            return Errno.EOVERFLOW;
        }

        if (length < 0 && first + length < 0)
        {
            return Errno.EINVAL;
        }

        return new LockRange
        {
            Type = type,
            Start = length < 0 ? first + length : first,
            End = length > 0 ? first + length - 1 : length < 0 ? first - 1 : long.MaxValue,
            ProcessId = processId,
        };
    }
}
