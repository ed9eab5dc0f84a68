// What is done to descriptors and openings rather than to files: dup, fcntl, flock, ioctl, close_range. SyscallTable calls.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Vfs;
using Vfs.Locks;
using Vfs.Pipes;

public sealed class DescriptorSyscalls
{
    /// <summary>What F_SETFL may change (fcntl(2)).</summary>
    private const OpenFlags ChangeableFlags = OpenFlags.Append | OpenFlags.NonBlocking | OpenFlags.Direct | OpenFlags.NoAccessTime | OpenFlags.Async;

    private readonly Process _process;
    private readonly LockTable _locks;

    public DescriptorSyscalls(Process process, LockTable locks)
    {
        _process = process;
        _locks = locks;
    }

    private enum Command
    {
        Duplicate = 0,
        GetDescriptorFlags = 1,
        SetDescriptorFlags = 2,
        GetFlags = 3,
        SetFlags = 4,
        GetLock = 5,
        SetLock = 6,
        SetLockWait = 7,
        GetOpenFileLock = 36,
        SetOpenFileLock = 37,
        SetOpenFileLockWait = 38,
        DuplicateCloseOnExec = 1030,
        SetPipeSize = 1031,
        GetPipeSize = 1032,
        AddSeals = 1033,
        GetSeals = 1034,
    }

    public Result<long> Duplicate(int descriptor) => _process.Files.Duplicate(descriptor, closeOnExec: false).Widen();

    /// <summary>dup2(2): equal descriptors are left as they are.</summary>
    public Result<long> DuplicateTo(int descriptor, int target)
    {
        if (descriptor == target)
        {
            Errno error = _process.Files.Get(descriptor).Error;
            return error != Errno.None ? error : target;
        }

        return _process.Files.DuplicateTo(descriptor, target, closeOnExec: false).Widen();
    }

    /// <summary>dup3(2): equal descriptors are an error.</summary>
    public Result<long> DuplicateTo(int descriptor, int target, uint flags)
    {
        if (descriptor == target || (flags & ~(uint)OpenFlags.CloseOnExec) != 0)
        {
            return Errno.EINVAL;
        }

        return _process.Files.DuplicateTo(descriptor, target, flags != 0).Widen();
    }

    public Errno CloseRange(uint first, uint last, uint flags)
    {
        const uint unshare = 2;
        const uint closeOnExec = 4;
        if (first > last || (flags & ~(unshare | closeOnExec)) != 0)
        {
            return Errno.EINVAL;
        }

        _process.Files.CloseRange(first, last, (flags & closeOnExec) != 0);
        return Errno.None;
    }

    public Result<long> Control(int descriptor, int command, ulong argument)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<long> result = Control(file.Value, descriptor, (Command)command, argument);
        file.Value.Release();
        return result;
    }

    public Errno Lock(int descriptor, int operation)
    {
        const int nonBlocking = 4;
        LockType type;
        switch (operation & ~nonBlocking)
        {
            case 1:
                type = LockType.Read;
                break;
            case 2:
                type = LockType.Write;
                break;
            case 8:
                type = LockType.Unlock;
                break;
            default:
                return Errno.EINVAL;
        }

        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _locks.LockFile(file.Value, type, waits: (operation & nonBlocking) == 0);
        file.Value.Release();
        return error;
    }

    private Result<long> Control(OpenFile file, int descriptor, Command command, ulong argument)
    {
        FileTable files = _process.Files;
        switch (command)
        {
            case Command.Duplicate:
                return files.Duplicate(descriptor, closeOnExec: false, ClampDescriptor(argument)).Widen();
            case Command.DuplicateCloseOnExec:
                return files.Duplicate(descriptor, closeOnExec: true, ClampDescriptor(argument)).Widen();
            case Command.GetDescriptorFlags:
                return files.IsCloseOnExec(descriptor) ? 1 : 0;
            case Command.SetDescriptorFlags:
                files.SetCloseOnExec(descriptor, (argument & 1) != 0);
                return 0;
            case Command.GetFlags:
                return (long)(uint)file.Flags;
            case Command.SetFlags when file.IsPath:
                return Errno.EBADF;
            case Command.SetFlags:
                file.Flags = (file.Flags & ~ChangeableFlags) | ((OpenFlags)(uint)argument & ChangeableFlags);
                return 0;
            case Command.GetLock:
                return TestLock(file, files, argument);
            case Command.SetLock:
            case Command.SetLockWait:
                return SetLock(file, files, argument, waits: command == Command.SetLockWait);
            case Command.GetOpenFileLock:
                return TestLock(file, file, argument);
            case Command.SetOpenFileLock:
            case Command.SetOpenFileLockWait:
                return SetLock(file, file, argument, waits: command == Command.SetOpenFileLockWait);
            case Command.GetPipeSize:
                return file.Node.Type == FileType.Fifo ? PipeFileSystem.PipeBytes : Errno.EBADF;
            case Command.SetPipeSize:
                // It may be larger than asked for.
                return file.Node.Type != FileType.Fifo ? Errno.EBADF : argument <= PipeFileSystem.PipeBytes ? PipeFileSystem.PipeBytes : Errno.EPERM;
            case Command.AddSeals:
                return file.IsWritable ? AddSeals(file, (FileSeals)(uint)argument) : Errno.EPERM;
            case Command.GetSeals:
                Result<FileSeals> seals = file.Node.Seals;
                return seals.IsError ? seals.Error : (long)(uint)seals.Value;
            default:
                return Errno.EINVAL;
        }
    }

    /// <summary>A file that is mapped for writing cannot be sealed against it (EBUSY).</summary>
    private Errno AddSeals(OpenFile file, FileSeals seals)
    {
        bool isMapped = (seals & FileSeals.Write) != 0 && _process.AddressSpace.IsMappedForWriting(file.Node);
        return isMapped ? Errno.EBUSY : file.Node.AddSeals(seals);
    }

    private static int ClampDescriptor(ulong argument) => argument > int.MaxValue ? -1 : (int)argument;

    private Result<long> SetLock(OpenFile file, object owner, ulong argument, bool waits)
    {
        Errno error = ReadLock(file, argument, out LockRange range, out _);
        return error != Errno.None ? error : _locks.LockRange(file, owner, in range, waits);
    }

    private Result<long> TestLock(OpenFile file, object owner, ulong argument)
    {
        Errno error = ReadLock(file, argument, out LockRange range, out RecordLock record);
        if (error != Errno.None)
        {
            return error;
        }

        error = _locks.TestRange(file, owner, ref range);
        if (error != Errno.None)
        {
            return error;
        }

        record.Type = (short)range.Type;
        if (range.Type != LockType.Unlock)
        {
            record.Whence = 0;
            record.Start = range.Start;
            record.Length = range.Length;
            record.Pid = range.ProcessId;
        }

        return _process.Memory.Write(argument, in record);
    }

    private Errno ReadLock(OpenFile file, ulong argument, out LockRange range, out RecordLock record)
    {
        range = default;
        Errno error = _process.Memory.Read(argument, out record);
        if (error != Errno.None)
        {
            return error;
        }

        Result<LockRange> created = LockRange.Create(
            file, (LockType)record.Type, (SeekFrom)record.Whence, record.Start, record.Length, Process.Id);
        if (!created.IsError)
        {
            range = created.Value;
        }

        return created.Error;
    }
}
