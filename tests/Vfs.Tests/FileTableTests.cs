// Descriptor numbers: lowest first, close-on-exec per descriptor, duplicates share the opening.
namespace Vfs.Tests;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class FileTableTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(16, 0x1ED, new ArrayPageStore(16), new StepClock()), files: 128);

    public FileTableTests() => _os.WriteFile("/f", "abcdef");

    public void Dispose() => _os.Shutdown();

    [Fact]
    public void LowestFreeDescriptorIsGivenOut()
    {
        Assert.Equal(0, Install());
        Assert.Equal(1, Install());
        Assert.Equal(2, Install());
        Check(_os.Descriptors.Close(1));
        Assert.Equal(1, Install());
        Assert.Equal(3, Install());
    }

    [Fact]
    public void UnknownDescriptorIsBad()
    {
        Assert.Equal(Errno.EBADF, _os.Descriptors.Get(0).Error);
        Assert.Equal(Errno.EBADF, _os.Descriptors.Get(-1).Error);
        Assert.Equal(Errno.EBADF, _os.Descriptors.Get(int.MaxValue).Error);
        Assert.Equal(Errno.EBADF, _os.Descriptors.Close(5));
        Assert.Equal(Errno.EBADF, _os.Descriptors.Duplicate(5, false).Error);
    }

    [Fact]
    public void DuplicatesShareThePosition()
    {
        int one = Install();
        int two = Check(_os.Descriptors.Duplicate(one, false));
        Assert.Equal("ab", ReadText(_os.Descriptors.Get(one).Value, 2));
        Assert.Equal("cd", ReadText(_os.Descriptors.Get(two).Value, 2));
        Check(_os.Descriptors.Close(one));
        Assert.Equal("ef", ReadText(_os.Descriptors.Get(two).Value, 2));
    }

    [Fact]
    public void DuplicateStartsAtTheMinimum()
    {
        Install();
        Assert.Equal(10, Check(_os.Descriptors.Duplicate(0, true, 10)));
        Assert.Equal(11, Check(_os.Descriptors.Duplicate(0, false, 10)));
        Assert.True(_os.Descriptors.IsCloseOnExec(10));
        Assert.False(_os.Descriptors.IsCloseOnExec(11));
        Assert.Equal(Errno.EINVAL, _os.Descriptors.Duplicate(0, false, -1).Error);
        Assert.Equal(Errno.EINVAL, _os.Descriptors.Duplicate(0, false, 64).Error);
    }

    [Fact]
    public void DuplicateToClosesTheTarget()
    {
        Install();
        Install();
        OpenFile first = _os.Descriptors.Get(0).Value;
        Assert.Equal(1, Check(_os.Descriptors.DuplicateTo(0, 1, true)));
        Assert.Same(first, _os.Descriptors.Get(1).Value);
        Assert.Equal(1, _os.OpenFiles.InUse);
        Assert.True(_os.Descriptors.IsCloseOnExec(1));
        Assert.Equal(40, Check(_os.Descriptors.DuplicateTo(0, 40, false)));
        Assert.Equal(Errno.EBADF, _os.Descriptors.DuplicateTo(9, 1, false).Error);
        Assert.Equal(Errno.EBADF, _os.Descriptors.DuplicateTo(0, 64, false).Error);
        Assert.Equal(Errno.EBADF, _os.Descriptors.DuplicateTo(0, -1, false).Error);
    }

    [Fact]
    public void TableEndsAtTheLimit()
    {
        _os.Descriptors.Limit = 3;
        Install();
        Install();
        Install();
        OpenFile file = _os.Open("/f");
        Assert.Equal(Errno.EMFILE, _os.Descriptors.Install(file, false).Error);
        Assert.Equal(Errno.EMFILE, _os.Descriptors.Duplicate(0, false).Error);
        _os.Descriptors.Limit = 1000;
        Assert.Equal(64, _os.Descriptors.Limit);
        for (int descriptor = 3; descriptor < 64; descriptor++)
        {
            Assert.Equal(descriptor, Install());
        }

        Assert.Equal(Errno.EMFILE, _os.Descriptors.Install(file, false).Error);
        file.Release();
    }

    [Fact]
    public void RangeIsClosedOrMarked()
    {
        for (int count = 0; count < 6; count++)
        {
            Install();
        }

        _os.Descriptors.CloseRange(4, uint.MaxValue, onlyCloseOnExec: true);
        Assert.False(_os.Descriptors.IsCloseOnExec(3));
        Assert.True(_os.Descriptors.IsCloseOnExec(5));
        _os.Descriptors.CloseRange(1, 2, onlyCloseOnExec: false);
        Assert.Equal(4, _os.Descriptors.InUse);
        _os.Descriptors.CloseForExec();
        Assert.Equal(2, _os.Descriptors.InUse);
        Assert.Equal(0, _os.Descriptors.NextOpen(0));
        Assert.Equal(3, _os.Descriptors.NextOpen(1));
        Assert.Equal(-1, _os.Descriptors.NextOpen(4));
    }

    [Fact]
    public void ReusedDescriptorIsNotCloseOnExec()
    {
        Check(_os.Descriptors.Install(_os.Open("/f"), closeOnExec: true));
        Check(_os.Descriptors.Close(0));
        Install();
        Assert.False(_os.Descriptors.IsCloseOnExec(0));
    }

    [Fact]
    public void HeldFileOutlivesItsDescriptor()
    {
        Install();
        OpenFile file = Check(_os.Descriptors.Take(0));
        Check(_os.Descriptors.Close(0));
        Assert.Equal("abc", ReadText(file, 3));
        file.Release();
        Assert.Equal(0, _os.OpenFiles.InUse);
    }

    [Fact]
    public void PoolOfOpeningsEndsInEnfile()
    {
        var small = new TestSystem(new RamFileSystem(4, 0x1ED, new ArrayPageStore(4), new StepClock()), files: 1);
        OpenFile file = small.Open("/");
        Assert.Equal(Errno.ENFILE, small.OpenError("/"));
        file.Release();
        Assert.Equal(Errno.None, small.OpenError("/"));
        small.Shutdown();
    }

    [Fact]
    public void SecondReaderWaitsForThePosition()
    {
        // While the first read copies to its buffer, another thread reads through the same opening.
        OpenFile file = _os.Open("/f");
        Errno second = Errno.None;
        var nested = new NestedBuffer(() => second = file.Read(new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        Assert.Equal(3, Check(file.Read(nested)));
        Assert.Equal(Errno.EINTR, second);
        Assert.Equal(1, _os.PositionQueue.Waits);
        Assert.Equal(3, file.Position);
        file.Release();
    }

    [Fact]
    public void ADuplicateIsInPlaceBeforeWhatItReplacesIsClosed()
    {
        int one = Install(), target = Check(_os.Descriptors.Install(Check(_os.Files.OpenUnnamed(new NestedNode(() => Install()), default)), false));
        Check(_os.Descriptors.DuplicateTo(one, target, closeOnExec: false));
        Assert.Same(_os.Descriptors.Get(one).Value, _os.Descriptors.Get(target).Value);
        Assert.Equal(3, _os.Descriptors.InUse);
        Assert.Equal(2, _os.OpenFiles.InUse);
    }

    private int Install() => Check(_os.Descriptors.Install(_os.Open("/f"), false));

    /// <summary>Runs something while it is closed.</summary>
    private sealed class NestedNode : VNode
    {
        private readonly Action _action;

        public NestedNode(Action action)
        {
            _action = action;
            Acquire();
        }

        public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
        {
            attributes = default;
            return Errno.None;
        }

        public override void Close(OpenFile file) => _action();

        protected override void Inactive()
        {
        }
    }

    /// <summary>Runs something in the middle of a copy.</summary>
    private sealed class NestedBuffer(Action action) : IoBuffer
    {
        public override int Length => 3;

        public override IoDirection Direction => IoDirection.FromFile;

        public override Errno Put(int offset, ReadOnlySpan<byte> source)
        {
            action();
            return Errno.None;
        }

        public override Errno Get(int offset, Span<byte> destination) => Errno.None;

        public override Errno Clear(int offset, int length) => Errno.None;

        public override Result<int> Pin(int offset, int length) => length;

        public override void Unpin(int offset, int length)
        {
        }

        public override IoSegment SegmentAt(int offset, int limit) => default;
    }
}
