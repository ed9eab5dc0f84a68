// execve and execveat: copies path, arguments and environment in. SyscallTable calls, Replacement does the work.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;

public sealed class ExecuteSyscalls
{
    private const uint EmptyPath = 0x1000;

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

    /// <summary>execveat(2) of a path that needs no directory, or of a descriptor itself (fexecve).</summary>
    public Errno Execute(int directory, ulong path, ulong arguments, ulong environment, uint flags)
    {
        if ((flags & ~EmptyPath) != 0)
        {
            return Errno.EINVAL;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        if (length.IsError)
        {
            return length.Error;
        }

        if (length.Value == 0 && (flags & EmptyPath) != 0 && directory != PathArgument.WorkingDirectory)
        {
            Errno error = _process.Files.Get(directory).Error;
            var name = new TextBuilder(room);
            name.Append("/proc/self/fd/"u8);
            name.AppendDecimal(directory);
            return error != Errno.None ? error : Execute(name.Text, arguments, environment);
        }

        if (length.Value == 0 || (directory != PathArgument.WorkingDirectory && room[0] != (byte)'/'))
        {
            return length.Value == 0 ? Errno.ENOENT : Errno.ENOSYS;
        }

        return Execute(room.Slice(0, length.Value), arguments, environment);
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
