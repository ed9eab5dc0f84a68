// open, close, read, write, lseek and their variants on one buffer; SyscallTable calls, OpenFile does the work.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Process.Signals;
using Kernel.Scheduling;
using Vfs;

public sealed class FileSyscalls
{
    /// <summary>MAX_RW_COUNT: no transfer moves more (read(2), NOTES).</summary>
    public const ulong LargestTransfer = 0x7FFF_F000;

    private readonly Process _process;
    private readonly FileOperations _operations;
    private readonly UserBuffers _buffers;
    private readonly SignalSender _signals;

    public FileSyscalls(Process process, FileOperations operations, UserBuffers buffers, SignalSender signals)
    {
        _process = process;
        _operations = operations;
        _buffers = buffers;
        _signals = signals;
    }

    public Result<long> Open(int directory, ulong path, uint flags, uint mode)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error != Errno.None)
        {
            return error;
        }

        var openFlags = (OpenFlags)flags;
        Result<OpenFile> file = _operations.Open(_process.Context, argument.Directory, argument.Path, openFlags, mode);
        argument.Release();
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> descriptor = _process.Files.Install(file.Value, (openFlags & OpenFlags.CloseOnExec) != 0);
        if (descriptor.IsError)
        {
            file.Value.Release();
        }

        return descriptor.Widen();
    }

    public Result<long> Create(ulong path, uint mode) =>
        Open(PathArgument.WorkingDirectory, path, (uint)(OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate), mode);

    public Errno Close(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        if (!file.IsError && file.Value.Node.Pages != null)
        {
            // What a shared mapping has changed reaches the file with the descriptor's end, as with the mapping's.
            WriteBack(descriptor);
        }

        return _process.Files.Close(descriptor);
    }

    public Result<long> Read(int descriptor, ulong address, ulong count)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> read = file.Value.IsReadable && !IsUserRange(address, count) ? Errno.EFAULT
            : file.Value.Read(_buffers.View(address, Clamp(count), IoDirection.FromFile));
        file.Value.Release();
        return read.Widen();
    }

    public Result<long> ReadAt(int descriptor, ulong address, ulong count, long offset)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> read = IsOutside(file.Value.IsReadable, file.Value, address, count, offset) ? Errno.EFAULT
            : file.Value.ReadAt(offset, _buffers.View(address, Clamp(count), IoDirection.FromFile));
        file.Value.Release();
        return read.Widen();
    }

    public Result<long> Write(int descriptor, ulong address, ulong count)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> written = file.Value.IsWritable && !IsUserRange(address, count) ? Errno.EFAULT
            : file.Value.Write(_buffers.View(address, Clamp(count), IoDirection.ToFile));
        file.Value.Release();
        return Signalled(written);
    }

    public Result<long> WriteAt(int descriptor, ulong address, ulong count, long offset)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> written = IsOutside(file.Value.IsWritable, file.Value, address, count, offset) ? Errno.EFAULT
            : file.Value.WriteAt(offset, _buffers.View(address, Clamp(count), IoDirection.ToFile));
        file.Value.Release();
        return Signalled(written);
    }

    public Result<long> Seek(int descriptor, long offset, int whence)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<long> position = file.Value.Seek(offset, (SeekFrom)whence);
        file.Value.Release();
        return position;
    }

    public Errno Synchronize(int descriptor, bool dataOnly)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = file.Value.IsPath ? Errno.EBADF : Errno.None;
        error = error == Errno.None && file.Value.Node.Pages != null ? file.Value.Node.Pages.WriteBack(file.Value.Node) : error;
        error = error == Errno.None ? file.Value.Node.Synchronize(file.Value, dataOnly) : error;
        file.Value.Release();
        return error;
    }

    /// <summary>fadvise64(2), without effect.</summary>
    public Errno Advise(int descriptor, long length, int advice)
    {
        const int lastAdvice = 5;
        Result<OpenFile> file = _process.Files.Get(descriptor);
        return file.IsError || file.Value.IsPath ? Errno.EBADF
            : file.Value.Node.Type == FileType.Fifo ? Errno.ESPIPE
            : length < 0 || advice is < 0 or > lastAdvice ? Errno.EINVAL : Errno.None;
    }

    /// <summary>readahead(2), without effect.</summary>
    public Errno ReadAhead(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        return file.IsError || !file.Value.IsReadable ? Errno.EBADF : file.Value.Node.Type != FileType.Regular ? Errno.EINVAL : Errno.None;
    }

    private void WriteBack(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        file.Value.Node.Pages!.WriteBack(file.Value.Node);
        file.Value.Release();
    }

    // What is wrong with the offset or the file is said first.
    private static bool IsOutside(bool isPermitted, OpenFile file, ulong address, ulong count, long offset) =>
        isPermitted && offset >= 0 && file.Node.IsSeekable && !IsUserRange(address, count);

    // access_ok(): said before the file is asked whether there is anything to transfer.
    private static bool IsUserRange(ulong address, ulong count) => count <= AddressSpace.Top && address <= AddressSpace.Top - count;

    internal static int Clamp(ulong count) => (int)Math.Min(count, LargestTransfer);

    /// <summary>A write to a pipe that nobody reads sends SIGPIPE as well.</summary>
    internal Result<long> Signalled(Result<int> written)
    {
        if (written.Error == Errno.EPIPE)
        {
            _signals.SendToThread(
                Current.Thread, SignalInformation.Sent((int)Signal.BrokenPipe, SignalInformation.FromUser, Process.Id, _process.Credentials.Uid));
        }

        return written.Widen();
    }
}
