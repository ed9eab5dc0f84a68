// lseek(2) on an opening, and the start of a lock range, which is counted from the same three places.
namespace Vfs;

using Kernel.Abi;

/// <summary>The whence of lseek(2) with Linux's numbers.</summary>
public enum SeekFrom
{
    Start = 0,
    Current = 1,
    End = 2,

    /// <summary>A file is one extent of data …</summary>
    Data = 3,

    /// <summary>… with a hole at its end.</summary>
    Hole = 4,
}

public sealed partial class OpenFile
{
    /// <summary>
    /// lseek(2): moves <see cref="Position"/> and returns it. A directory's positions are cookies: they can be kept and
    /// set again, not counted from the end (EINVAL). Devices that allow seeking stay at 0.
    /// </summary>
    public Result<long> Seek(long offset, SeekFrom whence)
    {
        if (IsPath)
        {
            return Errno.EBADF;
        }

        if (!Node.IsSeekable)
        {
            return Errno.ESPIPE;
        }

        if (Node.Type == FileType.CharacterDevice)
        {
            return 0;
        }

        if (Node.Type == FileType.Directory && whence is not (SeekFrom.Start or SeekFrom.Current))
        {
            return Errno.EINVAL;
        }

        Result<long> target = Locate(offset, whence);
        if (!target.IsError)
        {
            Position = target.Value;
        }

        return target;
    }

    /// <summary>The offset in bytes that lseek(2) would go to.</summary>
    internal Result<long> Locate(long offset, SeekFrom whence)
    {
        long origin;
        switch (whence)
        {
            case SeekFrom.Start:
                origin = 0;
                break;
            case SeekFrom.Current:
                origin = Position;
                break;
            case SeekFrom.End or SeekFrom.Data or SeekFrom.Hole:
                Errno error = Node.GetAttributes(this, out Attributes attributes);
                if (error != Errno.None)
                {
                    return error;
                }

                if (whence != SeekFrom.End)
                {
                    return LocateExtent(offset, attributes.Size, whence);
                }

                origin = attributes.Size;
                break;
            default:
                return Errno.EINVAL;
        }

        if (offset > 0 && origin > long.MaxValue - offset)
        {
            return Errno.EOVERFLOW;
        }

        long target = origin + offset;

        // A directory cookie may have its top bit set: all 64 bits are the file system's.
        return target < 0 && Node.Type != FileType.Directory ? Errno.EINVAL : target;
    }

    private static Result<long> LocateExtent(long offset, long size, SeekFrom whence)
    {
        if (offset < 0 || offset >= size)
        {
            return Errno.ENXIO;
        }

        return whence == SeekFrom.Data ? offset : size;
    }
}
