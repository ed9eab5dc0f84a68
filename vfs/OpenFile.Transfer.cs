// read, write and their p-variants on an opening: access mode, position, append. The file syscalls call them, VNodes do the work.
namespace Vfs;

using Kernel.Abi;
using Vfs.Events;

public sealed partial class OpenFile
{
    private bool _isPositionBusy;

    /// <summary>Whether reading and writing move <see cref="Position"/>; devices and pipes have none.</summary>
    private bool HasPosition => Node.Type is FileType.Regular or FileType.BlockDevice;

    /// <summary>read(2): bytes read, 0 at the end. EBADF, EISDIR, or what the file says.</summary>
    public Result<int> Read(IoBuffer into)
    {
        Errno error = CheckRead();
        if (error != Errno.None || into.Length == 0)
        {
            return error == Errno.None ? 0 : error;
        }

        if (!HasPosition)
        {
            return Node.Read(this, 0, into);
        }

        error = HoldPosition();
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> count = ReadFrom(Position, into);
        if (!count.IsError)
        {
            Position += count.Value;
        }

        LetPositionGo();
        return count;
    }

    /// <summary>pread(2). ESPIPE on what has no offsets, EINVAL for a negative one.</summary>
    public Result<int> ReadAt(long offset, IoBuffer into)
    {
        Errno error = IsPath ? Errno.EBADF : CheckOffset(offset);
        error = error != Errno.None ? error : CheckRead();
        if (error != Errno.None || into.Length == 0)
        {
            return error == Errno.None ? 0 : error;
        }

        return ReadFrom(offset, into);
    }

    /// <summary>write(2): bytes written, at the end of the file with O_APPEND. EPIPE is for the caller to turn into SIGPIPE.</summary>
    public Result<int> Write(IoBuffer from)
    {
        if (!IsWritable)
        {
            return Errno.EBADF;
        }

        long offset = 0;
        if (!HasPosition)
        {
            // To a socket an empty message may be one as well.
            return from.Length == 0 && Node.Type != FileType.Socket ? 0 : Node.Write(this, ref offset, from);
        }

        Errno error = HoldPosition();
        if (error != Errno.None)
        {
            return error;
        }

        offset = Position;
        Result<int> count = WriteFrom(ref offset, from);
        if (!count.IsError && from.Length != 0)
        {
            Position = offset + count.Value;
        }

        LetPositionGo();
        return count;
    }

    /// <summary>pwrite(2). As on Linux, O_APPEND wins over <paramref name="offset"/>.</summary>
    public Result<int> WriteAt(long offset, IoBuffer from)
    {
        Errno error = IsPath ? Errno.EBADF : CheckOffset(offset);
        error = error == Errno.None && !IsWritable ? Errno.EBADF : error;
        return error != Errno.None ? error : WriteFrom(ref offset, from);
    }

    private Result<int> WriteFrom(ref long offset, IoBuffer from)
    {
        if (from.Length == 0)
        {
            return 0;
        }

        if (offset > long.MaxValue - from.Length)
        {
            return Errno.EFBIG;
        }

        uint before = Node.Pages == null ? 0 : Node.Pages.BeforeWrite(Node);
        Result<int> count = Node.Write(this, ref offset, from);
        if (!count.IsError)
        {
            Node.Pages?.AfterWrite(this, offset, from, count.Value, before);
            Tell(ChangeEvents.Modify);
        }

        return count;
    }

    private Result<int> ReadFrom(long offset, IoBuffer into)
    {
        Errno error = Node.Pages == null ? Errno.None : Node.Pages.BeforeRead(Node, offset, into.Length);
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> count = Node.Read(this, offset, into);
        if (!count.IsError)
        {
            Tell(ChangeEvents.Access);
        }

        return count;
    }

    private Errno CheckRead()
    {
        if (!IsReadable)
        {
            return Errno.EBADF;
        }

        return Node.Type == FileType.Directory ? Errno.EISDIR : Errno.None;
    }

    private Errno CheckOffset(long offset)
    {
        if (offset < 0)
        {
            return Errno.EINVAL;
        }

        return Node.IsSeekable ? Errno.None : Errno.ESPIPE;
    }

    /// <summary>Two threads that read through one opening get different bytes (POSIX 2.9.7): the second waits for the first.</summary>
    private Errno HoldPosition()
    {
        while (_isPositionBusy)
        {
            Errno error = _table.Positions.Wait();
            if (error != Errno.None)
            {
                return error;
            }
        }

        _isPositionBusy = true;
        return Errno.None;
    }

    private void LetPositionGo()
    {
        _isPositionBusy = false;
        _table.Positions.WakeAll();
    }
}
