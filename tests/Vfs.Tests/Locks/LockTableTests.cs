// flock(2) between openings, fcntl(2) ranges between processes: conflicts, splitting, uniting, and who lets go when.
namespace Vfs.Tests.Locks;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Locks;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class LockTableTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(16, 0x1ED, new ArrayPageStore(16), new StepClock()));
    private readonly object _otherProcess = new();
    private readonly OpenFile _one;
    private readonly OpenFile _two;

    public LockTableTests()
    {
        _os.WriteFile("/f", "0123456789");
        _one = _os.Open("/f", OpenFlags.ReadWrite);
        _two = _os.Open("/f", OpenFlags.ReadWrite);
    }

    public void Dispose()
    {
        _one.Release();
        _two.Release();
        _os.Locks.ReleaseOwner(_os.Descriptors);
        _os.Locks.ReleaseOwner(_otherProcess);
        _os.Shutdown();
    }

    [Fact]
    public void ExclusiveFileLockShutsOthersOut()
    {
        Check(Flock(_one, LockType.Write));
        Assert.Equal(Errno.EAGAIN, Flock(_two, LockType.Write));
        Assert.Equal(Errno.EAGAIN, Flock(_two, LockType.Read));
        Check(Flock(_one, LockType.Unlock));
        Check(Flock(_two, LockType.Read));
    }

    [Fact]
    public void SharedFileLocksGoTogether()
    {
        Check(Flock(_one, LockType.Read));
        Check(Flock(_two, LockType.Read));
        Assert.Equal(Errno.EAGAIN, Flock(_one, LockType.Write));
        Check(Flock(_two, LockType.Unlock));
        Check(Flock(_one, LockType.Write));
        Assert.Equal(1, _os.Locks.InUse);
    }

    [Fact]
    public void LastCloseReleasesTheFileLock()
    {
        OpenFile third = _os.Open("/f");
        third.Acquire();
        Check(Flock(third, LockType.Write));
        third.Release();
        Assert.Equal(Errno.EAGAIN, Flock(_one, LockType.Write));
        third.Release();
        Check(Flock(_one, LockType.Write));
    }

    [Fact]
    public void WaiterGoesOnWhenTheLockIsLetGo()
    {
        Check(Flock(_one, LockType.Write));
        _os.LockQueue.During(() => Check(Flock(_one, LockType.Unlock)));
        Check(_os.Locks.LockFile(_two, LockType.Write, waits: true));
        Assert.Equal(1, _os.LockQueue.Waits);
        Assert.Equal(Errno.EINTR, _os.Locks.LockFile(_one, LockType.Write, waits: true));
    }

    [Fact]
    public void FileLocksAndRangesDoNotMeet()
    {
        Check(Flock(_one, LockType.Write));
        Check(Range(_two, _otherProcess, LockType.Write, 0, 0));
    }

    [Fact]
    public void RangesConflictWhereTheyOverlap()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 10, 10));
        Assert.Equal(Errno.EAGAIN, Range(_two, _otherProcess, LockType.Read, 0, 11));
        Assert.Equal(Errno.EAGAIN, Range(_two, _otherProcess, LockType.Write, 19, 1));
        Assert.Equal(Errno.EAGAIN, Range(_two, _otherProcess, LockType.Write, 0, 0));
        Check(Range(_two, _otherProcess, LockType.Write, 0, 10));
        Check(Range(_two, _otherProcess, LockType.Write, 20, 0));
    }

    [Fact]
    public void OwnRangesNeverConflict()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 0, 0));
        Check(Range(_two, _os.Descriptors, LockType.Write, 5, 5));
        Assert.Equal(1, _os.Locks.InUse);
    }

    [Fact]
    public void TestTellsTheLockInTheWay()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 10, 10));
        LockRange range = NewRange(_two, LockType.Read, 0, 0);
        Check(_os.Locks.TestRange(_two, _otherProcess, ref range));
        Assert.Equal((LockType.Write, 10L, 10L, 42), (range.Type, range.Start, range.Length, range.ProcessId));
        range = NewRange(_two, LockType.Read, 20, 0);
        Check(_os.Locks.TestRange(_two, _otherProcess, ref range));
        Assert.Equal(LockType.Unlock, range.Type);
    }

    [Fact]
    public void UnlockingTheMiddleLeavesBothEnds()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 0, 30));
        Check(Range(_one, _os.Descriptors, LockType.Unlock, 10, 10));
        Assert.Equal(2, _os.Locks.InUse);
        Check(Range(_two, _otherProcess, LockType.Write, 10, 10));
        Assert.Equal(Errno.EAGAIN, Range(_two, _otherProcess, LockType.Write, 9, 1));
        Assert.Equal(Errno.EAGAIN, Range(_two, _otherProcess, LockType.Write, 20, 1));
    }

    [Fact]
    public void ChangingTheMiddleSplitsAndChangingBackUnites()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 0, 30));
        Check(Range(_one, _os.Descriptors, LockType.Read, 10, 10));
        Assert.Equal(3, _os.Locks.InUse);
        Check(Range(_two, _otherProcess, LockType.Read, 10, 10));
        Check(Range(_two, _otherProcess, LockType.Unlock, 0, 0));
        Check(Range(_one, _os.Descriptors, LockType.Write, 10, 10));
        Assert.Equal(1, _os.Locks.InUse);
        LockRange range = NewRange(_two, LockType.Read, 0, 0);
        Check(_os.Locks.TestRange(_two, _otherProcess, ref range));
        Assert.Equal((0L, 30L), (range.Start, range.Length));
    }

    [Fact]
    public void NeighboursUnite()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 0, 10));
        Check(Range(_one, _os.Descriptors, LockType.Write, 20, 10));
        Check(Range(_one, _os.Descriptors, LockType.Write, 10, 10));
        Assert.Equal(1, _os.Locks.InUse);
    }

    [Fact]
    public void ManyOverlappedRangesAreReplaced()
    {
        for (int start = 0; start < 100; start += 10)
        {
            Check(Range(_one, _os.Descriptors, start % 20 == 0 ? LockType.Read : LockType.Write, start, 5));
        }

        Check(Range(_one, _os.Descriptors, LockType.Write, 2, 91));
        Assert.Equal(2, _os.Locks.InUse);
        Check(Range(_one, _os.Descriptors, LockType.Unlock, 0, 0));
        Assert.Equal(0, _os.Locks.InUse);
    }

    [Fact]
    public void AnyCloseOfTheFileDropsTheProcessesRanges()
    {
        int descriptor = Check(_os.Descriptors.Install(_os.Open("/f"), false));
        Check(Range(_one, _os.Descriptors, LockType.Write, 0, 0));
        Check(_os.Descriptors.Close(descriptor));
        Assert.Equal(0, _os.Locks.InUse);
    }

    [Fact]
    public void RangesOfAnOpeningStayUntilItsLastClose()
    {
        OpenFile third = _os.Open("/f", OpenFlags.ReadWrite);
        Check(Range(third, third, LockType.Write, 0, 0));
        Assert.Equal(Errno.EAGAIN, Range(_one, _os.Descriptors, LockType.Read, 0, 1));
        third.Release();
        Check(Range(_one, _os.Descriptors, LockType.Read, 0, 1));
    }

    [Fact]
    public void RangeNeedsTheAccessMode()
    {
        OpenFile reader = _os.Open("/f");
        Assert.Equal(Errno.EBADF, Range(reader, _os.Descriptors, LockType.Write, 0, 0));
        Check(Range(reader, _os.Descriptors, LockType.Read, 0, 0));
        reader.Release();
        Check(Range(_one, _os.Descriptors, LockType.Unlock, 0, 0));
    }

    [Fact]
    public void EmptyPoolChangesNothing()
    {
        Check(Range(_one, _os.Descriptors, LockType.Write, 0, 1000));
        int start = 1;
        while (Range(_one, _os.Descriptors, LockType.Unlock, start * 10, 1) == Errno.None)
        {
            start++;
        }

        Assert.InRange(_os.Locks.InUse, _os.Locks.Capacity - 1, _os.Locks.Capacity);
        Assert.Equal(Errno.ENOLCK, Range(_one, _os.Descriptors, LockType.Unlock, start * 10, 1));
        Assert.Equal(Errno.EAGAIN, Range(_two, _otherProcess, LockType.Write, start * 10, 1));
    }

    [Theory]
    [InlineData(SeekFrom.Start, 4, 3, 4, 6)]
    [InlineData(SeekFrom.Start, 4, -3, 1, 3)]
    [InlineData(SeekFrom.Start, 4, 0, 4, long.MaxValue)]
    [InlineData(SeekFrom.End, -2, 1, 8, 8)]
    [InlineData(SeekFrom.Current, 1, 1, 6, 6)]
    public void RangeIsCountedFromItsOrigin(SeekFrom whence, long start, long length, long first, long last)
    {
        Check(_one.Seek(5, SeekFrom.Start));
        LockRange range = Check(LockRange.Create(_one, LockType.Read, whence, start, length, 1));
        Assert.Equal((first, last), (range.Start, range.End));
    }

    [Fact]
    public void ImpossibleRangesAreRefused()
    {
        Assert.Equal(Errno.EINVAL, LockRange.Create(_one, LockType.Read, SeekFrom.Start, 2, -3, 1).Error);
        Assert.Equal(Errno.EINVAL, LockRange.Create(_one, LockType.Read, SeekFrom.Start, -1, 1, 1).Error);
        Assert.Equal(Errno.EINVAL, LockRange.Create(_one, (LockType)7, SeekFrom.Start, 0, 1, 1).Error);
        Assert.Equal(Errno.EINVAL, LockRange.Create(_one, LockType.Read, SeekFrom.Hole, 0, 1, 1).Error);
        Assert.Equal(Errno.EOVERFLOW, LockRange.Create(_one, LockType.Read, SeekFrom.Start, long.MaxValue, 2, 1).Error);
        Assert.Equal(Errno.EINVAL, LockRange.Create(_one, LockType.Read, SeekFrom.Start, 0, long.MinValue, 1).Error);
    }

    private static LockRange NewRange(OpenFile file, LockType type, long start, long length)
        => Check(LockRange.Create(file, type, SeekFrom.Start, start, length, 42));

    private Errno Flock(OpenFile file, LockType type) => _os.Locks.LockFile(file, type, waits: false);

    private Errno Range(OpenFile file, object owner, LockType type, long start, long length)
    {
        LockRange range = NewRange(file, type, start, length);
        return _os.Locks.LockRange(file, owner, in range, waits: false);
    }
}
