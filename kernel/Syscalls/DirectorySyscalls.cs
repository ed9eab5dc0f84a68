// Names and directories: getdents64, getcwd, chdir, mkdir, unlink, rename, link, symlink and their *at forms. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;

public sealed class DirectorySyscalls
{
    private const uint RemoveDirectoryFlag = 0x200;
    private const uint FollowFlag = 0x400;
    private const uint EmptyPathFlag = 0x1000;
    private const uint NoReplaceFlag = 1;

    private readonly Process _process;
    private readonly FileOperations _files;
    private readonly NameOperations _names;
    private readonly UserBuffers _buffers;

    public DirectorySyscalls(Process process, FileOperations files, NameOperations names, UserBuffers buffers)
    {
        _process = process;
        _files = files;
        _names = names;
        _buffers = buffers;
    }

    public Result<long> ReadEntries(int descriptor, ulong address, uint count)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> written = file.Value.ReadDirectory(_buffers.View(address, FileSyscalls.Clamp(count), IoDirection.FromFile));
        file.Value.Release();
        return written.Widen();
    }

    /// <summary>getcwd(2): the length includes the NUL.</summary>
    public Result<long> GetWorkingDirectory(ulong address, ulong size)
    {
        Span<byte> path = stackalloc byte[Limits.Path];
        Result<int> length = FileOperations.GetWorkingDirectory(_process.Context, path.Slice(0, Limits.Path - 1));
        if (length.IsError)
        {
            return length.Error;
        }

        if ((ulong)length.Value + 1 > size)
        {
            return Errno.ERANGE;
        }

        path[length.Value] = 0;
        Errno error = _process.Memory.CopyOut(address, path.Slice(0, length.Value + 1));
        return error != Errno.None ? error : length.Value + 1;
    }

    public Errno ChangeDirectory(ulong path)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        return length.IsError ? length.Error : _files.ChangeDirectory(_process.Context, room.Slice(0, length.Value));
    }

    public Errno ChangeDirectory(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        return file.IsError ? file.Error : _files.ChangeDirectory(_process.Context, file.Value);
    }

    public Errno ChangeRoot(ulong path)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        return length.IsError ? length.Error : _files.ChangeRoot(_process.Context, room.Slice(0, length.Value));
    }

    public Errno MakeDirectory(int directory, ulong path, uint mode)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = _names.MakeDirectory(_process.Context, argument.Directory, argument.Path, mode);
            argument.Release();
        }

        return error;
    }

    public Errno MakeNode(int directory, ulong path, uint mode, ulong device)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = _names.MakeNode(_process.Context, argument.Directory, argument.Path, mode, device);
            argument.Release();
        }

        return error;
    }

    public Errno Unlink(int directory, ulong path, uint flags)
    {
        if ((flags & ~RemoveDirectoryFlag) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = (flags & RemoveDirectoryFlag) != 0
                ? _names.RemoveDirectory(_process.Context, argument.Directory, argument.Path)
                : _names.Unlink(_process.Context, argument.Directory, argument.Path);
            argument.Release();
        }

        return error;
    }

    public Errno RemoveDirectory(ulong path) => Unlink(PathArgument.WorkingDirectory, path, RemoveDirectoryFlag);

    /// <summary>renameat2(2). RENAME_NOREPLACE is a look before the leap: 9P has no such rename, so it is not atomic.</summary>
    public Errno Rename(int oldDirectory, ulong oldPath, int newDirectory, ulong newPath, uint flags)
    {
        if ((flags & ~NoReplaceFlag) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> oldRoom = stackalloc byte[Limits.Path];
        Span<byte> newRoom = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, oldDirectory, oldPath, oldRoom, out PathArgument source);
        if (error != Errno.None)
        {
            return error;
        }

        error = PathArgument.Read(_process, newDirectory, newPath, newRoom, out PathArgument target);
        if (error == Errno.None)
        {
            error = (flags & NoReplaceFlag) != 0 && Exists(in source) && Exists(in target) ? Errno.EEXIST
                : _names.Rename(_process.Context, source.Directory, source.Path, target.Directory, target.Path);
            target.Release();
        }

        source.Release();
        return error;
    }

    public Errno Link(int oldDirectory, ulong oldPath, int newDirectory, ulong newPath, uint flags)
    {
        if ((flags & ~(FollowFlag | EmptyPathFlag)) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, oldDirectory, oldPath, room, out PathArgument source);
        if (error != Errno.None)
        {
            return error;
        }

        LookupFlags lookup = (flags & FollowFlag) != 0 ? LookupFlags.None : LookupFlags.NoFollow;
        lookup |= (flags & EmptyPathFlag) != 0 ? LookupFlags.EmptyPath : LookupFlags.None;
        Result<Dentry> existing = _files.Find(_process.Context, source.Directory, source.Path, lookup);
        source.Release();
        if (existing.IsError)
        {
            return existing.Error;
        }

        error = PathArgument.Read(_process, newDirectory, newPath, room, out PathArgument target);
        if (error == Errno.None)
        {
            error = _names.Link(_process.Context, existing.Value, target.Directory, target.Path);
            target.Release();
        }

        existing.Value.Release();
        return error;
    }

    public Errno MakeSymbolicLink(ulong text, int directory, ulong path)
    {
        Span<byte> textRoom = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(text, textRoom);
        if (length.IsError)
        {
            return length.Error;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = _names.MakeSymbolicLink(_process.Context, textRoom.Slice(0, length.Value), argument.Directory, argument.Path);
            argument.Release();
        }

        return error;
    }

    public Result<long> ReadLink(int directory, ulong path, ulong address, int size)
    {
        if (size <= 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error != Errno.None)
        {
            return error;
        }

        Span<byte> target = stackalloc byte[Limits.Path];
        target = target.Slice(0, Math.Min(size, Limits.Path));
        Result<int> length = _names.ReadLink(_process.Context, argument.Directory, argument.Path, target);
        argument.Release();
        error = length.IsError ? length.Error : _process.Memory.CopyOut(address, target.Slice(0, length.Value));
        return error != Errno.None ? error : length.Value;
    }

    private bool Exists(in PathArgument path)
    {
        Result<Dentry> found = _files.Find(_process.Context, path.Directory, path.Path, LookupFlags.NoFollow);
        if (found.IsError)
        {
            return false;
        }

        found.Value.Release();
        return true;
    }
}
