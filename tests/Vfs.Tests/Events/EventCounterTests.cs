// eventfd(2): counts, waits, and never shows more than it holds.
namespace Vfs.Tests.Events;

using global::Tests.Shared;
using Kernel.Abi;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class EventCounterTests : EventSession
{
    [Fact]
    public void AReadTakesTheWholeCount()
    {
        OpenFile file = Counter(3);
        Check(WriteNumber(file, 4));
        Assert.Equal(7ul, Check(ReadNumber(file)));
        Assert.Equal(Errno.EAGAIN, ReadNumber(file).Error);
        file.Release();
    }

    [Fact]
    public void ASemaphoreGivesOneAtATime()
    {
        OpenFile file = Counter(2, isSemaphore: true);
        Assert.Equal(1ul, Check(ReadNumber(file)));
        Assert.Equal(1ul, Check(ReadNumber(file)));
        Assert.Equal(Errno.EAGAIN, ReadNumber(file).Error);
        file.Release();
    }

    [Fact]
    public void AReaderWaitsForAWriter()
    {
        OpenFile file = Counter();
        file.Flags &= ~NonBlocking;
        QueueOf(file).During(() => Check(WriteNumber(file, 9)));
        Assert.Equal(9ul, Check(ReadNumber(file)));
        Assert.Equal(Errno.EINTR, ReadNumber(file).Error);
        file.Release();
    }

    [Fact]
    public void AWriterWaitsWhileTheSumWouldBeTooLarge()
    {
        OpenFile file = Counter(1);
        Check(WriteNumber(file, ulong.MaxValue - 2));
        Assert.Equal(PollEvents.Read, file.Node.Poll(file));
        Assert.Equal(Errno.EAGAIN, WriteNumber(file, 1));
        file.Flags &= ~NonBlocking;
        QueueOf(file).During(() => ReadNumber(file));
        Check(WriteNumber(file, 1));
        Assert.Equal(1ul, Check(ReadNumber(file)));
        file.Release();
    }

    [Fact]
    public void AllOnesAndOddLengthsAreRefused()
    {
        OpenFile file = Counter();
        Assert.Equal(Errno.EINVAL, WriteNumber(file, ulong.MaxValue));
        Assert.Equal(Errno.EINVAL, file.Write(new ArrayBuffer(new byte[4], IoDirection.ToFile)).Error);
        Assert.Equal(Errno.EINVAL, file.Read(new ArrayBuffer(new byte[7], IoDirection.FromFile)).Error);
        file.Release();
    }

    [Fact]
    public void ABadPageTakesNothing()
    {
        OpenFile file = Counter(5);
        Assert.Equal(Errno.EFAULT, file.Read(new ArrayBuffer(new byte[8], IoDirection.FromFile) { FaultsFrom = 0 }).Error);
        Assert.Equal(Errno.EFAULT, file.Read(new ArrayBuffer(new byte[8], IoDirection.FromFile) { FaultsFrom = 4 }).Error);
        Assert.Equal(5ul, Check(ReadNumber(file)));
        file.Release();
    }

    [Fact]
    public void ThePoolEndsInEnfileAndComesBack()
    {
        OpenFile[] all = [Counter(), Counter(), Counter()];
        Assert.Equal(Errno.ENFILE, Pool.OpenCounter(0, false, OpenFlags.ReadOnly).Error);
        foreach (OpenFile file in all)
        {
            file.Release();
        }

        Counter().Release();
    }
}
