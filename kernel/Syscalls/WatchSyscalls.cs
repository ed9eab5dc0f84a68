// inotify_init, inotify_add_watch, inotify_rm_watch. SyscallTable calls; Vfs.Events.ChangeQueue keeps what happens.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Events;

public sealed class WatchSyscalls
{
    private const ChangeEvents KnownBits = ChangeEvents.All | ChangeEvents.OnlyDirectory | ChangeEvents.DoNotFollow
        | ChangeEvents.ExcludeUnlinked | ChangeEvents.MaskCreate | ChangeEvents.MaskAdd | ChangeEvents.OneShot;

    private readonly Process _process;
    private readonly FileOperations _files;
    private readonly EventFiles _events;

    public WatchSyscalls(Process process, FileOperations files, EventFiles events)
    {
        _process = process;
        _files = files;
        _events = events;
    }

    public Result<long> Create(uint flags)
    {
        var openFlags = (OpenFlags)flags;
        return (openFlags & ~(OpenFlags.CloseOnExec | OpenFlags.NonBlocking)) != 0 ? Errno.EINVAL
            : _process.Files.Give(_events.OpenChanges(openFlags & OpenFlags.NonBlocking), (openFlags & OpenFlags.CloseOnExec) != 0).Widen();
    }

    public Result<long> Add(int descriptor, ulong path, uint mask)
    {
        var events = (ChangeEvents)mask;
        if ((events & KnownBits) == 0 || (events & (ChangeEvents.MaskAdd | ChangeEvents.MaskCreate)) == (ChangeEvents.MaskAdd | ChangeEvents.MaskCreate))
        {
            return Errno.EINVAL;
        }

        Errno error = Find(descriptor, out ChangeQueue? queue);
        if (error != Errno.None)
        {
            return error;
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Result<int> length = _process.Memory.CopyString(path, room);
        if (length.IsError)
        {
            return length.Error;
        }

        // The queue is looked up again behind the walk, which may have let others run.
        LookupFlags lookup = (events & ChangeEvents.DoNotFollow) != 0 ? LookupFlags.NoFollow : LookupFlags.None;
        Result<Dentry> found = _files.Find(_process.Context, null, room.Slice(0, length.Value), lookup);
        error = found.IsError ? found.Error : Find(descriptor, out queue);
        if (error == Errno.None && (events & ChangeEvents.OnlyDirectory) != 0 && found.Value.Node!.Type != FileType.Directory)
        {
            error = Errno.ENOTDIR;
        }

        if (error != Errno.None)
        {
            if (!found.IsError)
            {
                found.Value.Release();
            }

            return error;
        }

        return queue!.Watch(found.Value, events).Widen();
    }

    public Errno Remove(int descriptor, int watch)
    {
        Errno error = Find(descriptor, out ChangeQueue? queue);
        return error != Errno.None ? error : queue!.Unwatch(watch);
    }

    private Errno Find(int descriptor, out ChangeQueue? queue)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        queue = file.IsError ? null : file.Value.Node as ChangeQueue;
        return file.IsError ? Errno.EBADF : queue == null ? Errno.EINVAL : Errno.None;
    }
}
