// signalfd and signalfd4. SyscallTable calls; SignalFile does the reading.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;
using Kernel.Process.Signals;
using Vfs;
using Vfs.Events;

public sealed class SignalFileSyscalls
{
    private const int New = -1;
    private const ulong SetBytes = 8;

    private readonly Process _process;
    private readonly FileOperations _files;
    private readonly AnonymousFileSystem _pool;

    /// <param name="capacity">Signal files that can be open at once.</param>
    public SignalFileSyscalls(Process process, FileOperations files, AnonymousFileSystem pool, SignalSender signals, int capacity)
    {
        _process = process;
        _files = files;
        _pool = pool;
        for (int index = 0; index < capacity; index++)
        {
            pool.Add(new SignalFile(process.Signals, signals.Arrivals));
        }
    }

    public Result<long> Create(int descriptor, ulong address, ulong setBytes, uint flags)
    {
        var openFlags = (OpenFlags)flags;
        if (setBytes != SetBytes || (openFlags & ~(OpenFlags.CloseOnExec | OpenFlags.NonBlocking)) != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = _process.Memory.Read(address, out ulong mask);
        if (error != Errno.None)
        {
            return error;
        }

        mask = SignalTable.Maskable(mask);
        return descriptor == New ? Open(mask, openFlags) : Change(descriptor, mask);
    }

    private Result<long> Open(ulong mask, OpenFlags flags)
    {
        Result<AnonymousNode> node = _pool.Take();
        if (node.IsError)
        {
            return node.Error;
        }

        ((SignalFile)node.Value).Mask = mask;
        Result<OpenFile> file = _files.OpenUnnamed(node.Value, (flags & OpenFlags.NonBlocking) | OpenFlags.ReadWrite);
        return _process.Files.Give(file, (flags & OpenFlags.CloseOnExec) != 0).Widen();
    }

    private Result<long> Change(int descriptor, ulong mask)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        if (file.IsError || file.Value.Node is not SignalFile signals)
        {
            return file.IsError ? Errno.EBADF : Errno.EINVAL;
        }

        signals.Mask = mask;
        signals.PollQueue!.Announce(PollEvents.Read);
        return descriptor;
    }
}
