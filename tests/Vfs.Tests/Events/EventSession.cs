// A VFS with pools of event files, for the tests of eventfd, timerfd and epoll.
namespace Vfs.Tests.Events;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Events;
using Vfs.Pipes;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public abstract class EventSession : IDisposable
{
    protected EventSession()
    {
        Pool = new EventFiles(3, 8, 2, Os.Files, Queues, Clock);
        Pipes = new PipeFileSystem(2, new ArrayPageStore(32), Queues, new StepClock());
    }

    protected TestSystem Os { get; } = new(new RamFileSystem(32, 0x1ED, new ArrayPageStore(4), new StepClock()));

    protected ScriptedWaitQueueFactory Queues { get; } = new();

    protected SteppedClock Clock { get; } = new();

    protected EventFiles Pool { get; }

    protected PipeFileSystem Pipes { get; }

    protected static OpenFlags NonBlocking => OpenFlags.NonBlocking;

    public void Dispose()
    {
        Assert.Equal(0, Pool.InUse);
        Assert.Equal(0, Pool.WatchesInUse);
        Os.Shutdown();
        GC.SuppressFinalize(this);
    }

    protected ScriptedWaitQueue QueueOf(OpenFile file) => Queues.Made.Single(queue => queue == file.Node.PollQueue);

    protected static Result<ulong> ReadNumber(OpenFile file)
    {
        var bytes = new byte[8];
        Result<int> count = file.Read(new ArrayBuffer(bytes, IoDirection.FromFile));
        return count.IsError ? count.Error : BitConverter.ToUInt64(bytes);
    }

    protected static Errno WriteNumber(OpenFile file, ulong value) =>
        file.Write(new ArrayBuffer(BitConverter.GetBytes(value), IoDirection.ToFile)).Error;

    protected OpenFile Counter(uint count = 0, bool isSemaphore = false) => Check(Pool.OpenCounter(count, isSemaphore, NonBlocking));
}
