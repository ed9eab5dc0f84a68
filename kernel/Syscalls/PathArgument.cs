// The first two arguments of the *at syscalls: a directory descriptor and a path, copied in and checked. The path syscalls use it.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;

/// <summary>A path and where a relative one starts. Holds a reference to the directory until <see cref="Release"/>.</summary>
public readonly ref struct PathArgument
{
    /// <summary>AT_FDCWD.</summary>
    public const int WorkingDirectory = -100;

    private PathArgument(OpenFile? directory, ReadOnlySpan<byte> path)
    {
        Directory = directory;
        Path = path;
    }

    /// <summary>Null: the working directory, or the path is absolute.</summary>
    public OpenFile? Directory { get; }

    public ReadOnlySpan<byte> Path { get; }

    /// <summary>Copies the path in and looks the descriptor up.</summary>
    /// <param name="room">Where the path goes; <see cref="Limits.Path"/> bytes.</param>
    /// <returns>EFAULT, ENAMETOOLONG, or EBADF for a bad descriptor that would be needed.</returns>
    public static Errno Read(Process process, int descriptor, ulong user, Span<byte> room, out PathArgument argument)
    {
        argument = default;
        Result<int> length = process.Memory.CopyString(user, room);
        if (length.IsError)
        {
            return length.Error;
        }

        ReadOnlySpan<byte> path = room.Slice(0, length.Value);
        OpenFile? directory = null;
        if (descriptor != WorkingDirectory && !(path.Length != 0 && path[0] == '/'))
        {
            Result<OpenFile> file = process.Files.Take(descriptor);
            if (file.IsError)
            {
                return file.Error;
            }

            directory = file.Value;
        }

        argument = new PathArgument(directory, path);
        return Errno.None;
    }

    public void Release() => Directory?.Release();
}
