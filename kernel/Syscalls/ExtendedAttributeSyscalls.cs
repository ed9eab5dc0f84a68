// The xattr syscalls: files have no extended attributes here, which is said as Linux says it of such file systems. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;

public sealed class ExtendedAttributeSyscalls
{
    /// <summary>XATTR_NAME_MAX with its NUL.</summary>
    private const int LongestName = 256;

    private readonly Process _process;
    private readonly FileOperations _files;

    public ExtendedAttributeSyscalls(Process process, FileOperations files)
    {
        _process = process;
        _files = files;
    }

    /// <summary>setxattr, getxattr, removexattr and their l-variants: EOPNOTSUPP once path and name are good.</summary>
    public Errno Refuse(ulong path, ulong name, bool follows)
    {
        Errno error = ReadName(name);
        error = error != Errno.None ? error : Find(path, follows);
        return error != Errno.None ? error : Errno.EOPNOTSUPP;
    }

    /// <summary>fsetxattr, fgetxattr, fremovexattr.</summary>
    public Errno Refuse(int descriptor, ulong name)
    {
        Errno error = Check(descriptor);
        error = error != Errno.None ? error : ReadName(name);
        return error != Errno.None ? error : Errno.EOPNOTSUPP;
    }

    /// <summary>listxattr and llistxattr: there are none.</summary>
    public Errno List(ulong path, bool follows) => Find(path, follows);

    /// <summary>flistxattr.</summary>
    public Errno List(int descriptor) => Check(descriptor);

    private Errno Check(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        return file.IsError || file.Value.IsPath ? Errno.EBADF : Errno.None;
    }

    private Errno ReadName(ulong address)
    {
        Span<byte> name = stackalloc byte[LongestName];
        Result<int> length = _process.Memory.CopyString(address, name);
        return length.Error == Errno.ENAMETOOLONG || (!length.IsError && length.Value == 0) ? Errno.ERANGE : length.Error;
    }

    private Errno Find(ulong address, bool follows)
    {
        Span<byte> path = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(address, path);
        if (length.IsError)
        {
            return length.Error;
        }

        Result<Dentry> found = _files.Find(
            _process.Context, null, path.Slice(0, length.Value), follows ? LookupFlags.None : LookupFlags.NoFollow);
        if (!found.IsError)
        {
            found.Value.Release();
        }

        return found.Error;
    }
}
