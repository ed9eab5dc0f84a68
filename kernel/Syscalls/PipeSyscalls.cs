// pipe and pipe2. SyscallTable calls, the VFS's pipes do the work.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Pipes;

public sealed class PipeSyscalls
{
    private readonly Process _process;
    private readonly FileOperations _files;
    private readonly PipeFileSystem _pipes;

    public PipeSyscalls(Process process, FileOperations files, PipeFileSystem pipes)
    {
        _process = process;
        _files = files;
        _pipes = pipes;
    }

    public Errno Create(ulong address, uint flags)
    {
        const OpenFlags known = OpenFlags.CloseOnExec | OpenFlags.NonBlocking | OpenFlags.Direct;
        var openFlags = (OpenFlags)flags;
        if ((openFlags & ~known) != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = _files.OpenPipe(_pipes, openFlags, out OpenFile? reader, out OpenFile? writer);
        return error != Errno.None ? error : Install(address, reader!, writer!, (openFlags & OpenFlags.CloseOnExec) != 0);
    }

    private Errno Install(ulong address, OpenFile reader, OpenFile writer, bool closeOnExec)
    {
        Result<int> first = _process.Files.Install(reader, closeOnExec);
        if (first.IsError)
        {
            reader.Release();
            writer.Release();
            return first.Error;
        }

        Result<int> second = _process.Files.Install(writer, closeOnExec);
        if (second.IsError)
        {
            _process.Files.Close(first.Value);
            writer.Release();
            return second.Error;
        }

        Errno error = _process.Memory.Write(address, (ulong)(uint)first.Value | ((ulong)(uint)second.Value << 32));
        if (error != Errno.None)
        {
            _process.Files.Close(first.Value);
            _process.Files.Close(second.Value);
        }

        return error;
    }
}
