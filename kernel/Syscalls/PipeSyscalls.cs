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
        return error != Errno.None ? error : DescriptorPair.Install(_process, address, reader!, writer!, (openFlags & OpenFlags.CloseOnExec) != 0);
    }
}
