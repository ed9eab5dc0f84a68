// execve and execveat: copies path, arguments and environment in. SyscallTable calls, Replacement does the work.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;

public sealed class ExecuteSyscalls
{
    private const uint EmptyPath = 0x1000;

    /// <summary>Bytes of "/dev/fd/N/".</summary>
    private const int LongestPrefix = 20;

    private readonly Process _process;
    private readonly Replacement _replacement;

    public ExecuteSyscalls(Process process, Replacement replacement)
    {
        _process = process;
        _replacement = replacement;
    }

    public Errno Execute(ulong path, ulong arguments, ulong environment)
    {
        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        if (length.IsError || length.Value == 0)
        {
            return length.IsError ? length.Error : Errno.ENOENT;
        }

        return Execute(room.Slice(0, length.Value), arguments, environment);
    }

    /// <summary>execveat(2): a path below a directory, or a descriptor itself (fexecve). Either is named as Linux does, through /dev/fd.</summary>
    public Errno Execute(int directory, ulong pathAddress, ulong arguments, ulong environment, uint flags)
    {
        if ((flags & ~EmptyPath) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(pathAddress, room);
        if (length.IsError)
        {
            return length.Error;
        }

        if (length.Value == 0 && (flags & EmptyPath) == 0)
        {
            return Errno.ENOENT;
        }

        ReadOnlySpan<byte> path = room.Slice(0, length.Value);
        if (directory == PathArgument.WorkingDirectory || (path.Length != 0 && path[0] == (byte)'/'))
        {
            return Execute(path, arguments, environment);
        }

        Errno error = _process.Files.Get(directory).Error;
        if (error != Errno.None)
        {
            return error;
        }

        var name = new TextBuilder(stackalloc byte[Limits.Path + LongestPrefix]);
        name.Append("/dev/fd/"u8);
        name.AppendDecimal(directory);
        if (path.Length != 0)
        {
            name.Append((byte)'/');
            name.Append(path);
        }

        return Execute(name.Text, arguments, environment);
    }

    private Errno Execute(scoped ReadOnlySpan<byte> path, ulong arguments, ulong environment)
    {
        Errno error = _replacement.Begin();
        if (error != Errno.None)
        {
            return error;
        }

        error = CopyIn(arguments, _replacement.Arguments);
        error = error == Errno.None ? CopyIn(environment, _replacement.Environment) : error;
        if (error == Errno.None && _replacement.Arguments.Count == 0)
        {
            // A program without argv[0] would take envp for argv; since 5.18 Linux gives it an empty one.
            _replacement.Arguments.Add(default);
        }

        if (error != Errno.None)
        {
            _replacement.Cancel();
            return error;
        }

        return _replacement.Execute(path);
    }

    /// <summary>Copies the strings of a list of pointers that ends with a null one; a null list is empty.</summary>
    private Errno CopyIn(ulong pointers, ArgumentList list)
    {
        for (; pointers != 0; pointers += sizeof(ulong))
        {
            Errno error = _process.Memory.Read(pointers, out ulong text);
            if (error != Errno.None || text == 0)
            {
                return error;
            }

            Result<int> length = _process.Memory.CopyString(text, list.Room);
            if (length.IsError || !list.AddFromRoom(length.Value))
            {
                return length.IsError && length.Error != Errno.ENAMETOOLONG ? length.Error : Errno.E2BIG;
            }
        }

        return Errno.None;
    }
}
