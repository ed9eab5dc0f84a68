// Reads and writes that return other counts than they should (D1 to D6).
namespace NinePFs.Tests.Faults;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class TransferFaultTests : IDisposable
{
    private const int MessageSize = 8192;
    private const int Unit = 4096;

    private readonly LoopbackSession _session = new(MessageSize);
    private readonly byte[] _content = Enumerable.Range(0, 40_000).Select(n => (byte)(n ^ n >> 8)).ToArray();
    private readonly OpenFile _file;
    private bool _isHonest = true;

    public TransferFaultTests()
    {
        _session.Server.Tree.AddFile("f", _content);
        _file = _session.Os.Open("/f", OpenFlags.ReadWrite);
        _session.Transport.Forget();
    }

    public void Dispose()
    {
        _file.Release();
        _session.End(_isHonest);
    }

    [Fact]
    public void D1_CountAboveTheAskedEndsTheSessionAndIsNotBelieved()
    {
        _isHonest = false;
        _session.Transport.Replace(MessageType.Tread, reply => Frames.With32(reply, 7, 101));
        var into = new ArrayBuffer(new byte[100], IoDirection.FromFile);
        Assert.Equal(Errno.EIO, _file.Read(into).Error);
        Assert.Equal(PoisonReason.ReadOverrun, _session.FileSystem.Requests.Broken);
        Assert.Equal(0, into.PinnedBytes);
    }

    [Fact]
    public void D1_MoreDataThanRoomEndsTheSession()
    {
        _isHonest = false;
        _session.Transport.Replace(MessageType.Tread, reply => Frames.Extend(reply, 1));
        Assert.Equal(Errno.EIO, _file.Read(new ArrayBuffer(new byte[100], IoDirection.FromFile)).Error);
        Assert.Equal(PoisonReason.ReplyTooLarge, _session.FileSystem.Requests.Broken);
    }

    [Theory]
    [InlineData(99u)]
    [InlineData(0u)]
    public void D2_CountThatIsNotTheDataIsEIO(uint count)
    {
        _session.Transport.Replace(MessageType.Tread, reply => Frames.With32(reply, 7, count));
        var into = new ArrayBuffer(new byte[100], IoDirection.FromFile);
        Assert.Equal(Errno.EIO, _file.Read(into).Error);
        Assert.False(_session.FileSystem.Requests.IsBroken);
        Assert.Equal(0, into.PinnedBytes);
        Assert.Equal(_content[..100], TestSystem.ReadAt(_file, 0, 100));
    }

    [Fact]
    public void D3_NothingIsTheEnd()
    {
        _session.Transport.Replace(MessageType.Tread, reply => Frames.Make(reply, MessageType.Rread, 0, 0, 0, 0));
        Assert.Empty(TestSystem.Read(_file, 100));
    }

    [Fact]
    public void D4_ShortReplyInTheMiddleIsGoneOnBehind()
    {
        _session.Server.ReadLimit = 1000;
        Assert.Equal(_content[..20_000], TestSystem.ReadAt(_file, 0, 20_000));
        Assert.Equal(_content[30_000..], TestSystem.ReadAt(_file, 30_000, 20_000));
    }

    [Fact]
    public void D4_BytesBehindTheEndAreNotReported()
    {
        // The second of four chunks ends early for good: the third and fourth must not be glued to it.
        int chunk = 0;
        _session.Transport.Afterwards = (type, reply) =>
            type == MessageType.Tread && ++chunk == 2 ? Frames.Make(reply, MessageType.Rread, 3, 0, 0, 0, 1, 2, 3) : new Delivery(reply);
        byte[] read = TestSystem.ReadAt(_file, 0, 4 * Unit);
        Assert.Equal(_content[..Unit], read[..Unit]);
        Assert.Equal([1, 2, 3], read[Unit..(Unit + 3)]);

        // The file goes on behind the short reply, so reading goes on too, from where the bytes are contiguous.
        Assert.Equal(_content[(Unit + 3)..(4 * Unit)], read[(Unit + 3)..]);
    }

    [Fact]
    public void D4_FileThatEndsInTheMiddleOfALargeReadEndsIt()
    {
        byte[] read = TestSystem.ReadAt(_file, 39_000, 30_000);
        Assert.Equal(_content[39_000..], read);
    }

    [Fact]
    public void D4_ErrorInALaterChunkKeepsTheBytesBeforeIt()
    {
        int chunk = 0;
        _session.Transport.Afterwards = (type, reply) =>
            type == MessageType.Tread && ++chunk == 3 ? Frames.Make(reply, MessageType.Rlerror, 5, 0, 0, 0) : new Delivery(reply);
        Assert.Equal(_content[..(2 * Unit)], TestSystem.ReadAt(_file, 0, 5 * Unit));
    }

    [Fact]
    public void D4_NothingButNothingEndsEvenWhenMoreFollows()
    {
        int chunk = 0;
        _session.Transport.Afterwards = (type, reply) =>
            type == MessageType.Tread && ++chunk == 1 ? Frames.Make(reply, MessageType.Rread, 0, 0, 0, 0) : new Delivery(reply);
        Assert.Empty(TestSystem.ReadAt(_file, 0, 4 * Unit));
    }

    [Fact]
    public void D5_CountAboveTheSentIsEIO()
    {
        _session.Transport.Replace(MessageType.Twrite, reply => Frames.With32(reply, 7, 11));
        var from = new ArrayBuffer(new byte[10], IoDirection.ToFile);
        Assert.Equal(Errno.EIO, _file.Write(from).Error);
        Assert.Equal(0, from.PinnedBytes);
    }

    [Fact]
    public void D5_WriteOfNothingIsTriedOnceMore()
    {
        _session.Transport.Replace(MessageType.Twrite, reply => Frames.With32(reply, 7, 0));
        Assert.Equal(10, TestSystem.Check(_file.Write(new ArrayBuffer(new byte[10], IoDirection.ToFile))));
        Assert.Equal(2, _session.Transport.CountOf(MessageType.Twrite));
    }

    [Fact]
    public void D5_WriteThatNeverWritesIsEIO()
    {
        _session.Transport.Afterwards = (type, reply) => type == MessageType.Twrite ? Frames.With32(reply, 7, 0) : new Delivery(reply);
        Assert.Equal(Errno.EIO, _file.Write(new ArrayBuffer(new byte[10], IoDirection.ToFile)).Error);
        Assert.Equal(2, _session.Transport.CountOf(MessageType.Twrite));
    }

    [Fact]
    public void D6_ShortWriteGoesOnBehind()
    {
        _session.Server.WriteLimit = 777;
        byte[] bytes = Enumerable.Range(0, 20_000).Select(n => (byte)(n * 3)).ToArray();
        Assert.Equal(bytes.Length, TestSystem.WriteAt(_file, 5, bytes));
        Assert.Equal(bytes, TestSystem.ReadAt(_file, 5, bytes.Length));
    }

    [Fact]
    public void D6_ErrorAfterSomeBytesReportsTheBytes()
    {
        int chunk = 0;
        _session.Transport.Afterwards = (type, reply) =>
            type == MessageType.Twrite && ++chunk == 2 ? Frames.Make(reply, MessageType.Rlerror, 28, 0, 0, 0) : new Delivery(reply);
        Assert.Equal(Unit, TestSystem.WriteAt(_file, 0, new byte[3 * Unit]));
        Assert.Equal(2, _session.Transport.CountOf(MessageType.Twrite));
    }

    [Theory]
    [InlineData(Unit)]
    [InlineData(Unit + 100)]
    [InlineData((2 * Unit) + 1)]
    [InlineData(1000)]
    public void ReadIsWholeHoweverFewPagesCanBePinnedAtOnce(int pins)
    {
        var into = new FewPinsBuffer(new ArrayBuffer(new byte[30_000], IoDirection.FromFile), pins);
        int done = 0;
        while (done < 30_000 && pins < Unit)
        {
            // Not even one message fits: short reads, but every byte.
            into.Start = done;
            done += TestSystem.Check(_file.ReadAt(done, into));
        }

        Assert.Equal(30_000, pins < Unit ? done : TestSystem.Check(_file.ReadAt(0, into)));
        Assert.Equal(_content[..30_000], into.Inner.Bytes);
        Assert.Equal(0, into.Inner.PinnedBytes);
    }

    [Fact]
    public void BadPageBehindAChunkEndsTheReadThere()
    {
        var into = new ArrayBuffer(new byte[5 * Unit], IoDirection.FromFile) { FaultsFrom = (2 * Unit) + 100 };
        Assert.Equal((2 * Unit) + 100, TestSystem.Check(_file.Read(into)));
        Assert.Equal(0, into.PinnedBytes);
    }

    /// <summary>Pins only so many bytes at a time, as the kernel's buffers do.</summary>
    private sealed class FewPinsBuffer(ArrayBuffer inner, int limit) : IoBuffer
    {
        public ArrayBuffer Inner => inner;

        /// <summary>Where in the inner buffer this one begins.</summary>
        public int Start { get; set; }

        public override int Length => inner.Length - Start;

        public override IoDirection Direction => inner.Direction;

        public override Errno Put(int offset, ReadOnlySpan<byte> source) => inner.Put(Start + offset, source);

        public override Errno Get(int offset, Span<byte> destination) => inner.Get(Start + offset, destination);

        public override Errno Clear(int offset, int length) => inner.Clear(Start + offset, length);

        public override Result<int> Pin(int offset, int length)
        {
            int left = (int)(limit - inner.PinnedBytes);
            return left <= 0 ? Errno.ENOMEM : inner.Pin(Start + offset, Math.Min(length, left));
        }

        public override void Unpin(int offset, int length) => inner.Unpin(Start + offset, length);

        public override IoSegment SegmentAt(int offset, int limit) => inner.SegmentAt(Start + offset, limit);
    }
}
