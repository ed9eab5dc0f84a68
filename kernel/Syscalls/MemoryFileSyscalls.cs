// memfd_create(2): files in memory without a name. SyscallTable calls, RamFileSystem has the files.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Ram;

public sealed class MemoryFileSyscalls
{
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const uint NoExecuteSeal = 8;
    private const uint Executable = 0x10;
    private const uint Mode = 0x1FF;
    private const uint ModeWithoutExecution = 0x1B6;

    /// <summary>Bytes of a name with its NUL (mm/memfd.c, MFD_NAME_MAX_LEN and 1).</summary>
    private const int NameRoom = 250;

    private readonly Process _process;
    private readonly FileOperations _files;

    public MemoryFileSyscalls(Process process, FileOperations files)
    {
        _process = process;
        _files = files;
    }

    /// <summary>Where the files are; set when it is mounted.</summary>
    public RamFileSystem? FileSystem { get; set; }

    public Result<long> Create(ulong name, uint flags)
    {
        const uint known = CloseOnExec | AllowSealing | NoExecuteSeal | Executable;
        if ((flags & ~known) != 0 || (flags & (NoExecuteSeal | Executable)) == (NoExecuteSeal | Executable))
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[NameRoom];
        Result<int> length = _process.Memory.CopyString(name, room);
        if (length.IsError)
        {
            return length.Error == Errno.ENAMETOOLONG ? Errno.EINVAL : length.Error;
        }

        bool isSealable = (flags & (AllowSealing | NoExecuteSeal)) != 0;
        FileSeals seals = (isSealable ? FileSeals.None : FileSeals.Seal) | ((flags & NoExecuteSeal) != 0 ? FileSeals.Execute : FileSeals.None);
        uint mode = (flags & NoExecuteSeal) != 0 ? ModeWithoutExecution : Mode;
        Result<VNode> node = FileSystem!.CreateUnnamed(mode, room.Slice(0, length.Value), seals);
        Result<OpenFile> file = node.IsError ? node.Error : _files.OpenUnnamed(node.Value, OpenFlags.ReadWrite | OpenFlags.LargeFile);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> descriptor = _process.Files.Install(file.Value, (flags & CloseOnExec) != 0);
        if (descriptor.IsError)
        {
            file.Value.Release();
        }

        return descriptor.Widen();
    }
}
