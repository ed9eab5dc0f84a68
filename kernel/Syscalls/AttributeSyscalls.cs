// What is known of files and what can be set: stat, statx, access, chmod, chown, utimensat, truncate, statfs. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Vfs;

public sealed class AttributeSyscalls
{
    private const uint NoFollowFlag = 0x100;
    private const uint EffectiveAccessFlag = 0x200;
    private const uint NoAutomountFlag = 0x800;
    private const uint EmptyPathFlag = 0x1000;
    private const uint SynchronizationFlags = 0x6000;

    private readonly Process _process;
    private readonly FileOperations _files;
    private readonly AttributeOperations _attributes;

    public AttributeSyscalls(Process process, FileOperations files, AttributeOperations attributes)
    {
        _process = process;
        _files = files;
        _attributes = attributes;
    }

    public Errno Status(int directory, ulong path, ulong status, uint flags)
    {
        if ((flags & ~(NoFollowFlag | NoAutomountFlag | EmptyPathFlag)) != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = Get(directory, path, flags, out Attributes attributes);
        return error != Errno.None ? error : _process.Memory.Write(status, FileStatus.From(in attributes));
    }

    public Errno Status(ulong path, ulong status) => Status(PathArgument.WorkingDirectory, path, status, 0);

    public Errno LinkStatus(ulong path, ulong status) => Status(PathArgument.WorkingDirectory, path, status, NoFollowFlag);

    public Errno Status(int descriptor, ulong status)
    {
        Errno error = Get(descriptor, out Attributes attributes);
        return error != Errno.None ? error : _process.Memory.Write(status, FileStatus.From(in attributes));
    }

    /// <summary>statx(2); always the basic statistics, whatever the mask asks for.</summary>
    public Errno ExtendedStatus(int directory, ulong path, uint flags, uint mask, ulong status)
    {
        if ((flags & ~(NoFollowFlag | NoAutomountFlag | EmptyPathFlag | SynchronizationFlags)) != 0 || (int)mask < 0)
        {
            return Errno.EINVAL;
        }

        Errno error = Get(directory, path, flags, out Attributes attributes);
        return error != Errno.None ? error : _process.Memory.Write(status, ExtendedFileStatus.From(in attributes));
    }

    public Errno CheckAccess(int directory, ulong path, uint mode, uint flags)
    {
        if ((flags & ~(NoFollowFlag | EffectiveAccessFlag | EmptyPathFlag)) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            FileIdentity identity = _process.Credentials.IdentityOf((flags & EffectiveAccessFlag) != 0);
            error = _files.CheckAccess(_process.Context, argument.Directory, argument.Path, (AccessMode)mode, Lookup(flags), in identity);
            argument.Release();
        }

        return error;
    }

    public Errno ChangeMode(int directory, ulong path, uint mode, uint flags)
    {
        if ((flags & ~(NoFollowFlag | EmptyPathFlag)) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = _attributes.ChangeMode(_process.Context, argument.Directory, argument.Path, mode, Lookup(flags));
            argument.Release();
        }

        return error;
    }

    public Errno ChangeMode(int descriptor, uint mode)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _attributes.ChangeMode(file.Value, mode);
        file.Value.Release();
        return error;
    }

    public Errno ChangeOwner(int directory, ulong path, uint uid, uint gid, uint flags)
    {
        if ((flags & ~(NoFollowFlag | EmptyPathFlag)) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = _attributes.ChangeOwner(_process.Context, argument.Directory, argument.Path, uid, gid, Lookup(flags));
            argument.Release();
        }

        return error;
    }

    public Errno ChangeOwner(ulong path, uint uid, uint gid) => ChangeOwner(PathArgument.WorkingDirectory, path, uid, gid, 0);

    public Errno ChangeLinkOwner(ulong path, uint uid, uint gid) => ChangeOwner(PathArgument.WorkingDirectory, path, uid, gid, NoFollowFlag);

    public Errno ChangeOwner(int descriptor, uint uid, uint gid)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _attributes.ChangeOwner(file.Value, uid, gid);
        file.Value.Release();
        return error;
    }

    public Errno Truncate(ulong path, long size)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        return length.IsError ? length.Error : _attributes.Truncate(_process.Context, room.Slice(0, length.Value), size);
    }

    public Errno Truncate(int descriptor, long size)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _attributes.Truncate(file.Value, size);
        file.Value.Release();
        return error;
    }

    /// <summary>fallocate(2) as far as it only makes a file longer; space is the server's affair.</summary>
    public Errno Allocate(int descriptor, uint mode, long offset, long length)
    {
        const uint keepSize = 1;
        if (offset < 0 || length <= 0)
        {
            return Errno.EINVAL;
        }

        if (mode != 0)
        {
            return mode == keepSize ? Errno.None : Errno.EOPNOTSUPP;
        }

        Errno error = Get(descriptor, out Attributes attributes);
        if (error != Errno.None)
        {
            return error;
        }

        if (offset > long.MaxValue - length)
        {
            return Errno.EFBIG;
        }

        return FileMode.TypeOf(attributes.Mode) != FileType.Regular ? Errno.ENODEV
            : attributes.Size >= offset + length ? Errno.None : Truncate(descriptor, offset + length);
    }

    public Errno FileSystem(ulong path, ulong status)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        if (length.IsError)
        {
            return length.Error;
        }

        Errno error = _files.GetStatistics(_process.Context, null, room.Slice(0, length.Value), out FileSystemStatistics statistics);
        return error != Errno.None ? error : _process.Memory.Write(status, FileSystemStatus.From(in statistics));
    }

    public Errno FileSystem(int descriptor, ulong status)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _files.GetStatistics(file.Value, out FileSystemStatistics statistics);
        file.Value.Release();
        return error != Errno.None ? error : _process.Memory.Write(status, FileSystemStatus.From(in statistics));
    }

    private static LookupFlags Lookup(uint flags) =>
        ((flags & NoFollowFlag) != 0 ? LookupFlags.NoFollow : LookupFlags.None)
        | ((flags & EmptyPathFlag) != 0 ? LookupFlags.EmptyPath : LookupFlags.None);

    private Errno Get(int directory, ulong path, uint flags, out Attributes attributes)
    {
        attributes = default;
        if (path == 0 && (flags & EmptyPathFlag) != 0)
        {
            return Get(directory, out attributes);
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            error = _files.GetAttributes(_process.Context, argument.Directory, argument.Path, Lookup(flags), out attributes);
            argument.Release();
        }

        return error;
    }

    private Errno Get(int descriptor, out Attributes attributes)
    {
        attributes = default;
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _files.GetAttributes(file.Value, out attributes);
        file.Value.Release();
        return error;
    }
}
