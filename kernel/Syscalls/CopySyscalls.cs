// sendfile, copy_file_range and splice: bytes from one descriptor to another through the kernel's own pages. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Scheduling;
using Vfs;

public sealed class CopySyscalls
{
    /// <summary>What is written to a pipe at once must not be cut: PIPE_BUF.</summary>
    private const int PipeChunk = 4096;
    private const uint SpliceFlags = 0xF;
    private const uint SpliceNonBlocking = 2;

    private readonly Process _process;
    private readonly FileSyscalls _files;
    private readonly UserBuffers _buffers;
    private readonly KernelBuffer _large;
    private bool _isLargeTaken;

    /// <param name="largeBytes">Of the buffer that one copy at a time uses; the others take a page.</param>
    public CopySyscalls(Process process, FileSyscalls files, UserBuffers buffers, int largeBytes)
    {
        _process = process;
        _files = files;
        _buffers = buffers;
        _large = new KernelBuffer(largeBytes);
    }

    /// <summary>sendfile(2): from a regular file to anything; a short count is allowed and callers loop.</summary>
    public Result<long> Send(int output, int input, ulong offset, ulong count)
    {
        Errno error = Open(output, input, out OpenFile? from, out OpenFile? to);
        if (error != Errno.None)
        {
            return error;
        }

        // As on Linux the input must be something with offsets; callers fall back to read and write.
        Result<long> sent = !from!.IsReadable || !to!.IsWritable ? Errno.EBADF
            : from.Node.Type != FileType.Regular || (to.Flags & OpenFlags.Append) != 0 ? Errno.EINVAL
            : Copy(from, offset, to, 0, count, _large.Capacity);
        from.Release();
        to!.Release();
        return sent;
    }

    public Result<long> CopyRange(int input, ulong inputOffset, int output, ulong outputOffset, ulong count, uint flags)
    {
        if (flags != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = Open(output, input, out OpenFile? from, out OpenFile? to);
        if (error != Errno.None)
        {
            return error;
        }

        error = CheckRange(from!, to!);
        Result<long> copied = error != Errno.None ? error : CopyRange(from!, inputOffset, to!, outputOffset, count);
        from!.Release();
        to!.Release();
        return copied;
    }

    /// <summary>splice(2): one of the two must be a pipe.</summary>
    public Result<long> Splice(int input, ulong inputOffset, int output, ulong outputOffset, ulong count, uint flags)
    {
        if ((flags & ~SpliceFlags) != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = Open(output, input, out OpenFile? from, out OpenFile? to);
        if (error != Errno.None)
        {
            return error;
        }

        bool isFromPipe = from!.Node.Type == FileType.Fifo, isToPipe = to!.Node.Type == FileType.Fifo;
        bool waits = (flags & SpliceNonBlocking) == 0;
        Result<long> moved = !from.IsReadable || !to.IsWritable ? Errno.EBADF
            : !isFromPipe && !isToPipe ? Errno.EINVAL
            : (isFromPipe && inputOffset != 0) || (isToPipe && outputOffset != 0) ? Errno.ESPIPE
            : from.Node == to.Node || (to.Flags & OpenFlags.Append) != 0 ? Errno.EINVAL
            : count == 0 ? 0
            : (isFromPipe && IsStuck(from, PollEvents.Read, waits)) || (isToPipe && IsStuck(to, PollEvents.Write, waits)) ? Errno.EAGAIN
            : Copy(from, inputOffset, to, outputOffset, Math.Min(count, PipeChunk), PipeChunk);
        from.Release();
        to.Release();
        return moved;
    }

    private static bool IsStuck(OpenFile pipe, PollEvents wanted, bool waits) =>
        !waits && (pipe.Node.Poll(pipe) & (wanted | PollEvents.HangUp | PollEvents.Error)) == 0;

    private static Errno CheckRange(OpenFile from, OpenFile to)
    {
        if (from.Node.Type == FileType.Directory || to.Node.Type == FileType.Directory)
        {
            return Errno.EISDIR;
        }

        if (from.Node.Type != FileType.Regular || to.Node.Type != FileType.Regular)
        {
            return Errno.EINVAL;
        }

        return !from.IsReadable || !to.IsWritable || (to.Flags & OpenFlags.Append) != 0 ? Errno.EBADF : Errno.None;
    }

    private Result<long> CopyRange(OpenFile from, ulong inputOffset, OpenFile to, ulong outputOffset, ulong count)
    {
        Errno error = ReadOffset(from, inputOffset, out long source);
        error = error != Errno.None ? error : ReadOffset(to, outputOffset, out _);
        if (error != Errno.None)
        {
            return error;
        }

        ReadOffset(to, outputOffset, out long target);
        if (source < 0 || target < 0)
        {
            return Errno.EINVAL;
        }

        long length = (long)Math.Min(count, FileSyscalls.LargestTransfer);
        bool overlaps = from.Node == to.Node && source < target + length && target < source + length;
        return overlaps ? Errno.EINVAL : Copy(from, inputOffset, to, outputOffset, count, _large.Capacity);
    }

    private Errno ReadOffset(OpenFile file, ulong address, out long offset)
    {
        offset = file.Position;
        return address == 0 ? Errno.None : _process.Memory.Read(address, out offset);
    }

    /// <summary>Moves bytes; an address of an offset stands for pread or pwrite there, and is moved on.</summary>
    private Result<long> Copy(OpenFile from, ulong inputOffset, OpenFile to, ulong outputOffset, ulong count, int chunk)
    {
        Errno error = ReadOffset(from, inputOffset, out long source);
        error = error != Errno.None ? error : ReadOffset(to, outputOffset, out _);
        if (error != Errno.None)
        {
            return error;
        }

        ReadOffset(to, outputOffset, out long target);
        bool isFromPipe = from.Node.Type == FileType.Fifo;
        KernelBuffer? page = Take(chunk);
        if (page == null)
        {
            return Errno.ENOMEM;
        }

        count = Math.Min(count, FileSyscalls.LargestTransfer);
        long total = 0;
        while ((ulong)total < count && error == Errno.None && (total == 0 || !Current.Thread.IsInterrupted))
        {
            int wanted = (int)Math.Min(count - (ulong)total, (ulong)Math.Min(chunk, page.Capacity));
            page.Set(wanted, IoDirection.FromFile);
            Result<int> read = isFromPipe ? from.Node.Lend(from, page) : inputOffset != 0 ? from.ReadAt(source, page) : from.Read(page);
            if (read.IsError || read.Value == 0)
            {
                error = read.Error;
                break;
            }

            source += read.Value;
            page.Set(read.Value, IoDirection.ToFile);
            Result<long> written = _files.Signalled(outputOffset != 0 ? to.WriteAt(target, page) : to.Write(page));
            error = written.Error;
            long accepted = written.IsError ? 0 : written.Value;
            target += accepted;
            total += accepted;
            if (isFromPipe)
            {
                from.Node.TakeBack(page, (int)accepted);
            }
            else if (accepted < read.Value)
            {
                source -= read.Value - accepted;
                if (inputOffset == 0)
                {
                    from.Seek(accepted - read.Value, SeekFrom.Current);
                }
            }

            // A pipe or a terminal has given what it has, and whoever waits for these bytes must not wait for others.
            if (accepted < read.Value || (read.Value < wanted && from.Node.Type != FileType.Regular))
            {
                break;
            }
        }

        Return(page);
        error = total == 0 ? error : Errno.None;
        error = error != Errno.None || inputOffset == 0 ? error : _process.Memory.Write(inputOffset, in source);
        error = error != Errno.None || outputOffset == 0 ? error : _process.Memory.Write(outputOffset, in target);
        return error != Errno.None ? error : total;
    }

    private KernelBuffer? Take(int chunk)
    {
        if (_isLargeTaken || chunk <= UserBuffers.GatherLength)
        {
            return _buffers.TakeGather(UserBuffers.GatherLength, IoDirection.FromFile);
        }

        _isLargeTaken = true;
        return _large;
    }

    private void Return(KernelBuffer page)
    {
        if (page == _large)
        {
            _isLargeTaken = false;
        }
        else
        {
            _buffers.ReturnGather(page);
        }
    }

    private Errno Open(int output, int input, out OpenFile? from, out OpenFile? to)
    {
        from = null;
        to = null;
        Result<OpenFile> source = _process.Files.Get(input);
        Result<OpenFile> target = _process.Files.Get(output);
        if (source.IsError || target.IsError)
        {
            return Errno.EBADF;
        }

        from = source.Value;
        to = target.Value;
        from.Acquire();
        to.Acquire();
        return Errno.None;
    }
}
