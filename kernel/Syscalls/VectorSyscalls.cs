// readv, writev, preadv and pwritev: transfers in pieces. What is small is gathered, so that it costs one request.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Kernel.Process;
using Vfs;

public sealed class VectorSyscalls
{
    /// <summary>IOV_MAX.</summary>
    private const int LargestCount = 1024;

    /// <summary>Offset argument of preadv2 and pwritev2 that means the file's own position.</summary>
    private const long OwnPosition = -1;

    private readonly Process _process;
    private readonly FileSyscalls _files;
    private readonly UserBuffers _buffers;

    public VectorSyscalls(Process process, FileSyscalls files, UserBuffers buffers)
    {
        _process = process;
        _files = files;
        _buffers = buffers;
    }

    public Result<long> Read(int descriptor, ulong vector, int count) => Transfer(descriptor, vector, count, OwnPosition, IoDirection.FromFile);

    public Result<long> Write(int descriptor, ulong vector, int count) => Transfer(descriptor, vector, count, OwnPosition, IoDirection.ToFile);

    public Result<long> ReadAt(int descriptor, ulong vector, int count, long offset) =>
        offset < 0 ? Errno.EINVAL : Transfer(descriptor, vector, count, offset, IoDirection.FromFile);

    public Result<long> WriteAt(int descriptor, ulong vector, int count, long offset) =>
        offset < 0 ? Errno.EINVAL : Transfer(descriptor, vector, count, offset, IoDirection.ToFile);

    /// <summary>preadv2 and pwritev2; the RWF_ flags are hints or not supported.</summary>
    public Result<long> TransferAt(int descriptor, ulong vector, int count, long offset, uint flags, IoDirection direction)
    {
        if (flags != 0)
        {
            return Errno.EOPNOTSUPP;
        }

        return offset < OwnPosition ? Errno.EINVAL : Transfer(descriptor, vector, count, offset, direction);
    }

    private Result<long> Transfer(int descriptor, ulong vector, int count, long offset, IoDirection direction)
    {
        Result<long> total = Measure(vector, count);
        if (total.IsError)
        {
            return total.Error;
        }

        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        KernelBuffer? page = count > 1 ? _buffers.TakeGather((int)total.Value, direction) : null;
        Result<long> moved = page != null
            ? Gather(file.Value, page, vector, count, offset)
            : PieceByPiece(file.Value, vector, count, offset, direction);
        if (page != null)
        {
            _buffers.ReturnGather(page);
        }

        file.Value.Release();
        return moved;
    }

    private Result<long> Gather(OpenFile file, KernelBuffer page, ulong vector, int count, long offset)
    {
        bool isWrite = page.Direction == IoDirection.ToFile;
        Result<int> copied;
        if (isWrite)
        {
            copied = CopyPieces(page, vector, count, page.Length, isWrite: true);
            if (copied.IsError)
            {
                return copied.Error;
            }

            page.Set(copied.Value, IoDirection.ToFile);
            return _files.Signalled(Move(file, page, offset));
        }

        Result<int> moved = Move(file, page, offset);
        if (moved.IsError)
        {
            return moved.Error;
        }

        copied = CopyPieces(page, vector, count, moved.Value, isWrite: false);
        int delivered = copied.IsError ? 0 : copied.Value;
        if (offset < 0 && delivered < moved.Value)
        {
            // What found no place is read again the next time, unless it came from a pipe.
            file.Seek(delivered - moved.Value, SeekFrom.Current);
        }

        return copied.Widen();
    }

    private Result<long> PieceByPiece(OpenFile file, ulong vector, int count, long offset, IoDirection direction)
    {
        long total = 0;
        for (int index = 0; index < count; index++)
        {
            Errno error = _process.Memory.Read(vector + ((ulong)index * 16), out IoVector piece);
            int wanted = FileSyscalls.Clamp(System.Math.Min(piece.Length, FileSyscalls.LargestTransfer - (ulong)total));
            if (error != Errno.None || (wanted == 0 && index + 1 < count))
            {
                if (error != Errno.None)
                {
                    return total != 0 ? total : error;
                }

                continue;
            }

            Result<int> moved = Move(file, _buffers.View(piece.Address, wanted, direction), offset < 0 ? offset : offset + total);
            if (moved.IsError)
            {
                return total != 0 ? total : _files.Signalled(moved);
            }

            total += moved.Value;
            if (moved.Value < wanted)
            {
                break;
            }
        }

        return total;
    }

    private static Result<int> Move(OpenFile file, IoBuffer buffer, long offset)
    {
        if (buffer.Direction == IoDirection.FromFile)
        {
            return offset < 0 ? file.Read(buffer) : file.ReadAt(offset, buffer);
        }

        return offset < 0 ? file.Write(buffer) : file.WriteAt(offset, buffer);
    }

    // Up to the first piece that is bad; only when that is the first of all it is an error.
    private Result<int> CopyPieces(KernelBuffer page, ulong vector, int count, int length, bool isWrite)
    {
        int done = 0;
        for (int index = 0; index < count && done < length; index++)
        {
            Errno error = _process.Memory.Read(vector + ((ulong)index * 16), out IoVector piece);
            int part = (int)System.Math.Min(piece.Length, (ulong)(length - done));
            if (error == Errno.None)
            {
                error = isWrite
                    ? _process.Memory.CopyIn(piece.Address, page.Bytes.Slice(done, part))
                    : _process.Memory.CopyOut(piece.Address, page.Bytes.Slice(done, part));
            }

            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }

            done += part;
        }

        return done;
    }

    // Sums the lengths; EINVAL for a negative one or too many, as all of them are looked at before anything moves.
    private Result<long> Measure(ulong vector, int count)
    {
        if ((uint)count > LargestCount)
        {
            return Errno.EINVAL;
        }

        ulong total = 0;
        for (int index = 0; index < count; index++)
        {
            Errno error = _process.Memory.Read(vector + ((ulong)index * 16), out IoVector piece);
            if (error != Errno.None)
            {
                return error;
            }

            if ((long)piece.Length < 0)
            {
                return Errno.EINVAL;
            }

            total = System.Math.Min(total + piece.Length, FileSyscalls.LargestTransfer);
        }

        return (long)total;
    }
}
