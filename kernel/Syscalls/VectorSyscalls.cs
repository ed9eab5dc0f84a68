// readv, writev, preadv and pwritev: transfers in pieces. What is small is gathered, so that it costs one request.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Kernel.Process;
using Vfs;

public sealed class VectorSyscalls
{
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
        // A negative count is one of more than there can be.
        var pieces = new IoVectors(_process.Memory, vector, (uint)count);
        Result<long> total = pieces.AreTooMany ? Errno.EINVAL : pieces.Measure();
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
            ? Gather(file.Value, page, in pieces, offset)
            : PieceByPiece(file.Value, in pieces, offset, direction);
        if (page != null)
        {
            _buffers.ReturnGather(page);
        }

        file.Value.Release();
        return moved;
    }

    // A bad piece ends the transfer; it is an error only when nothing was moved before it.
    private Result<long> Gather(OpenFile file, KernelBuffer page, in IoVectors pieces, long offset)
    {
        Errno error;
        if (page.Direction == IoDirection.ToFile)
        {
            error = pieces.Copy(page, page.Length, out int gathered);
            if (error != Errno.None && gathered == 0)
            {
                return error;
            }

            page.Set(gathered, IoDirection.ToFile);
            return _files.Signalled(Move(file, page, offset));
        }

        Result<int> moved = Move(file, page, offset);
        if (moved.IsError)
        {
            return moved.Error;
        }

        error = pieces.Copy(page, moved.Value, out int delivered);
        if (offset < 0 && delivered < moved.Value)
        {
            // What found no place is read again the next time, unless it came from a pipe.
            file.Seek(delivered - moved.Value, SeekFrom.Current);
        }

        return error != Errno.None && delivered == 0 ? error : delivered;
    }

    private Result<long> PieceByPiece(OpenFile file, in IoVectors pieces, long offset, IoDirection direction)
    {
        long total = 0;
        for (ulong index = 0; index < pieces.Count; index++)
        {
            Errno error = pieces.Read(index, out IoVector piece);
            if (error != Errno.None)
            {
                return total != 0 ? total : error;
            }

            int wanted = FileSyscalls.Clamp(Math.Min(piece.Length, FileSyscalls.LargestTransfer - (ulong)total));
            if (wanted == 0 && index + 1 < pieces.Count)
            {
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
}
