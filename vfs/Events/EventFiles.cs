// The pools of files that are made by a syscall and have no name: eventfd, timerfd, epoll, inotify. FileTables makes it, the event syscalls open from it.
namespace Vfs.Events;

using Kernel.Abi;

public sealed class EventFiles
{
    private readonly FileOperations _files;
    private readonly EpollItems _items;

    /// <param name="filesOfEachKind">Counters, timers and epolls that can be open at once.</param>
    /// <param name="watches">Files that all epolls together can watch, and as many that all change queues can.</param>
    /// <param name="changeQueues">inotify instances.</param>
    public EventFiles(int filesOfEachKind, int watches, int changeQueues, FileOperations files, WaitQueueFactory queues, MonotonicClock clock)
    {
        _files = files;
        _items = new EpollItems(watches);
        for (int index = 0; index < filesOfEachKind; index++)
        {
            Counters.Add(new EventCounter(queues.Create()));
            Timers.Add(new TimerFile(queues.Create(), clock));
            Epolls.Add(new Epoll(queues.Create(), _items));
        }

        files.Changes.Provide(watches);
        for (int index = 0; index < changeQueues; index++)
        {
            Changes.Add(new ChangeQueue(queues.Create(), files.Changes));
        }
    }

    public AnonymousFileSystem Counters { get; } = new();

    public AnonymousFileSystem Timers { get; } = new();

    public AnonymousFileSystem Epolls { get; } = new();

    public AnonymousFileSystem Changes { get; } = new();

    /// <summary>Of files that only the kernel can make: signalfd.</summary>
    public AnonymousFileSystem Others { get; } = new();

    public int InUse => Counters.InUse + Timers.InUse + Epolls.InUse + Changes.InUse + Others.InUse;

    public int WatchesInUse => _items.InUse + _files.Changes.InUse;

    /// <summary>eventfd2(2). ENFILE.</summary>
    public Result<OpenFile> OpenCounter(uint count, bool isSemaphore, OpenFlags flags)
    {
        Result<AnonymousNode> node = Counters.Take();
        if (node.IsError)
        {
            return node.Error;
        }

        ((EventCounter)node.Value).Start(count, isSemaphore);
        return _files.OpenUnnamed(node.Value, flags | OpenFlags.ReadWrite);
    }

    /// <summary>timerfd_create(2). ENFILE.</summary>
    public Result<OpenFile> OpenTimer(bool isRealTime, OpenFlags flags)
    {
        Result<AnonymousNode> node = Timers.Take();
        if (node.IsError)
        {
            return node.Error;
        }

        ((TimerFile)node.Value).Start(isRealTime);
        return _files.OpenUnnamed(node.Value, flags | OpenFlags.ReadWrite);
    }

    /// <summary>inotify_init1(2). EMFILE, which is what Linux says when a user has too many.</summary>
    public Result<OpenFile> OpenChanges(OpenFlags flags)
    {
        Result<AnonymousNode> node = Changes.Take();
        if (node.IsError)
        {
            return Errno.EMFILE;
        }

        ((ChangeQueue)node.Value).Start();
        return _files.OpenUnnamed(node.Value, flags | OpenFlags.ReadOnly);
    }

    /// <summary>epoll_create1(2). ENFILE.</summary>
    public Result<OpenFile> OpenEpoll()
    {
        Result<AnonymousNode> node = Epolls.Take();
        return node.IsError ? node.Error : _files.OpenUnnamed(node.Value, OpenFlags.ReadWrite);
    }
}
