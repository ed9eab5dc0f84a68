// epoll(7): levels, edges, one shot, nesting, turns, and what happens when a watched file is closed.
namespace Vfs.Tests.Events;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Events;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class EpollTests : EventSession
{
    private const uint In = 1, Out = 4, OneShot = 1u << 30, Edge = 1u << 31;

    [Fact]
    public void ALevelIsReportedAsLongAsItLasts()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter(1);
        Check(set.Add(5, counter, In, 77));
        Assert.Equal("Read/77", Collect(set));
        Assert.Equal("Read/77", Collect(set));
        Check(ReadNumber(counter));
        Assert.Equal("", Collect(set));
        Release(counter, epoll);
    }

    [Fact]
    public void AnEdgeIsReportedOnce()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter(1);
        Check(set.Add(5, counter, In | Edge, 1));
        Assert.Equal("Read/1", Collect(set));
        Assert.Equal("", Collect(set));
        Check(WriteNumber(counter, 1));
        Assert.Equal("Read/1", Collect(set));
        Check(set.Change(5, counter, In | Edge, 2));
        Assert.Equal("Read/2", Collect(set));
        Assert.Equal("", Collect(set));
        Release(counter, epoll);
    }

    [Fact]
    public void ReadingIsNoEdgeForReaders()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter(2, isSemaphore: true);
        Check(set.Add(5, counter, In | Edge, 1));
        Assert.Equal("Read/1", Collect(set));
        Check(ReadNumber(counter));
        Assert.Equal("", Collect(set));
        Release(counter, epoll);
    }

    [Fact]
    public void RoomInAPipeIsAnEdgeOnlyAfterItWasFull()
    {
        OpenFile epoll = Open(out Epoll set);
        Check(Os.Files.OpenPipe(Pipes, NonBlocking, out OpenFile? reader, out OpenFile? writer));
        Check(set.Add(5, writer!, Out | Edge, 1));
        Assert.Equal("Write/1", Collect(set));
        Write(writer!, "abc");
        Read(reader!, 3);
        Assert.Equal("", Collect(set));
        Check(writer!.Write(new ArrayBuffer(new byte[65536], IoDirection.ToFile)));
        Assert.Equal("", Collect(set));
        Read(reader!, 4096);
        Assert.Equal("Write/1", Collect(set));
        Release(reader!, writer!, epoll);
    }

    [Fact]
    public void OneShotWaitsForAChange()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter(1);
        Check(set.Add(5, counter, In | OneShot, 1));
        Assert.Equal("Read/1", Collect(set));
        Check(WriteNumber(counter, 1));
        Assert.Equal("", Collect(set));
        Check(set.Change(5, counter, In | OneShot, 1));
        Assert.Equal("Read/1", Collect(set));
        Release(counter, epoll);
    }

    [Fact]
    public void ATimerIsAnEdgeWhenItExpires()
    {
        OpenFile epoll = Open(out Epoll set), timer = Check(Pool.OpenTimer(false, NonBlocking));
        ((TimerFile)timer.Node).Set(1500, 0);
        Check(set.Add(5, timer, In | Edge, 1));
        Assert.Equal("", Collect(set));
        Assert.Equal(1500ul, set.NextPollChange);
        Clock.Now = 1500;
        Assert.Equal("Read/1", Collect(set));
        Assert.Equal("", Collect(set));
        Release(timer, epoll);
    }

    [Fact]
    public void ASpentTimerKeepsNobodyAwake()
    {
        OpenFile epoll = Open(out Epoll set), timer = Check(Pool.OpenTimer(false, NonBlocking));
        ((TimerFile)timer.Node).Set(1500, 0);
        Check(set.Add(5, timer, In | OneShot, 1));
        Clock.Now = 1500;
        Assert.Equal("Read/1", Collect(set));
        Check(ReadNumber(timer));
        ((TimerFile)timer.Node).Set(1600, 0);
        Clock.Now = 1600;
        Assert.Equal("", Collect(set));
        Assert.Equal(ulong.MaxValue, set.NextPollChange);
        Check(set.Change(5, timer, In | OneShot, 1));
        Assert.Equal("Read/1", Collect(set));
        Release(timer, epoll);
    }

    [Fact]
    public void AWatchEndsWithTheLastReferenceToTheOpening()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter(1);
        Check(set.Add(5, counter, In, 1));
        counter.Acquire();
        counter.Release();
        Assert.Equal("Read/1", Collect(set));
        counter.Release();
        Assert.Equal("", Collect(set));
        Assert.Equal(0, Pool.WatchesInUse);
        epoll.Release();
    }

    [Fact]
    public void ClosingTheEpollFreesItsWatches()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter(1), other = Counter(1);
        Check(set.Add(5, counter, In, 1));
        Check(set.Add(6, other, In, 1));
        epoll.Release();
        Assert.Equal(0, Pool.WatchesInUse);
        Release(counter, other);
    }

    [Fact]
    public void TheSameFileIsWatchedOncePerDescriptor()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter();
        Check(set.Add(5, counter, In, 1));
        Assert.Equal(Errno.EEXIST, set.Add(5, counter, In, 1));
        Check(set.Add(6, counter, In, 1));
        Check(set.Remove(5, counter));
        Assert.Equal(Errno.ENOENT, set.Remove(5, counter));
        Assert.Equal(Errno.ENOENT, set.Change(5, counter, In, 1));
        Release(counter, epoll);
    }

    [Fact]
    public void EverybodysTurnComesWithLittleRoom()
    {
        OpenFile epoll = Open(out Epoll set);
        OpenFile[] counters = [Counter(1), Counter(1), Counter(1)];
        for (int index = 0; index < counters.Length; index++)
        {
            Check(set.Add(index, counters[index], In, (ulong)index));
        }

        var ready = new EpollReady[2];
        Assert.Equal(2, set.Collect(ready));
        ulong[] seen = [ready[0].Data, ready[1].Data];
        Assert.Equal(2, set.Collect(ready));
        Assert.Equal(3, seen.Append(ready[0].Data).Append(ready[1].Data).Distinct().Count());
        Release(counters);
        epoll.Release();
    }

    [Fact]
    public void EpollsMayNestButNotInACircle()
    {
        OpenFile outer = Open(out Epoll outerSet), inner = Open(out Epoll innerSet), counter = Counter();
        Check(outerSet.Add(1, inner, In, 1));
        Assert.Equal(Errno.ELOOP, innerSet.Add(2, outer, In, 1));
        Check(innerSet.Add(3, counter, In, 1));
        Assert.Equal("", Collect(outerSet));
        Check(WriteNumber(counter, 1));
        Assert.Equal("Read/1", Collect(outerSet));
        Release(outer, inner, counter);
    }

    [Fact]
    public void NestingIsAsDeepWhenItGrowsInwards()
    {
        var pool = new EventFiles(6, 8, 1, Os.Files, Queues, Clock);
        OpenFile[] chain = [.. Enumerable.Range(0, 6).Select(_ => Check(pool.OpenEpoll()))];
        for (int index = 0; index < 4; index++)
        {
            Check(((Epoll)chain[index].Node).Add(1, chain[index + 1], In, 1));
        }

        Assert.Equal(Errno.ELOOP, ((Epoll)chain[4].Node).Add(1, chain[5], In, 1));
        Assert.Equal(Errno.ELOOP, ((Epoll)chain[5].Node).Add(1, chain[0], In, 1));
        Release(chain);
        Assert.Equal(0, pool.WatchesInUse);
    }

    [Fact]
    public void WatchesEndInEnospc()
    {
        OpenFile epoll = Open(out Epoll set), counter = Counter();
        for (int descriptor = 0; descriptor < 8; descriptor++)
        {
            Check(set.Add(descriptor, counter, In, 1));
        }

        Assert.Equal(Errno.ENOSPC, set.Add(8, counter, In, 1));
        Release(counter, epoll);
    }

    [Fact]
    public void AHangUpIsAlwaysReported()
    {
        OpenFile epoll = Open(out Epoll set);
        Check(Os.Files.OpenPipe(Pipes, NonBlocking, out OpenFile? reader, out OpenFile? writer));
        Check(set.Add(5, reader!, 0, 1));
        Assert.Equal("", Collect(set));
        writer!.Release();
        Assert.Equal("HangUp/1", Collect(set));
        Release(reader!, epoll);
    }

    private static string Collect(Epoll set)
    {
        var ready = new EpollReady[8];
        int count = set.Collect(ready);
        return string.Join(' ', ready.Take(count).Select(entry => $"{entry.Events}/{entry.Data}"));
    }

    private static void Release(params OpenFile[] files) => Array.ForEach(files, file => file.Release());

    private OpenFile Open(out Epoll set)
    {
        OpenFile file = Check(Pool.OpenEpoll());
        set = (Epoll)file.Node;
        return file;
    }
}
