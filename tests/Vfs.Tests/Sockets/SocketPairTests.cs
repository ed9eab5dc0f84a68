// socketpair(2): bytes and messages in order, ends, errors, waiting, and pages that come back.
namespace Vfs.Tests.Sockets;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Ram;
using Vfs.Sockets;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class SocketPairTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(4, 0x1ED, new ArrayPageStore(4), new StepClock()));
    private readonly ScriptedWaitQueueFactory _queues = new();
    private readonly ArrayPageStore _pages = new(40);
    private readonly SocketFileSystem _sockets;
    private OpenFile? _one;
    private OpenFile? _two;

    public SocketPairTests()
    {
        _sockets = new SocketFileSystem(2, _os.Files, _pages, _queues);
    }

    public void Dispose()
    {
        _one?.Release();
        _two?.Release();
        Assert.Equal(0, _sockets.InUse);
        Assert.Equal(0, _pages.InUse);
        _os.Shutdown();
    }

    [Fact]
    public void AStreamKeepsOrderAndForgetsBoundaries()
    {
        Open(SocketKind.Stream);
        Write(_one!, "hello ");
        Write(_one!, "world");
        Assert.Equal("hel", ReadText(_two!, 3));
        Assert.Equal("lo world", ReadText(_two!));
        Write(_two!, "back");
        Assert.Equal("back", ReadText(_one!));
    }

    [Fact]
    public void AStreamWrapsAroundItsPages()
    {
        Open(SocketKind.Stream);
        byte[] expected = Enumerable.Range(0, 300_000).Select(n => (byte)(n % 251)).ToArray();
        int sent = 0, received = 0;
        while (received < expected.Length)
        {
            byte[] part = expected[sent..Math.Min(sent + 30_001, expected.Length)];
            sent += part.Length == 0 ? 0 : Check(_one!.Write(new ArrayBuffer(part, IoDirection.ToFile)));
            byte[] got = Read(_two!, 29_999);
            Assert.Equal(expected[received..(received + got.Length)], got);
            received += got.Length;
        }
    }

    [Theory]
    [InlineData(SocketKind.Datagram)]
    [InlineData(SocketKind.SequencedPacket)]
    public void MessagesKeepTheirBoundaries(SocketKind kind)
    {
        Open(kind);
        Write(_one!, "first");
        Check(_one!.Write(new ArrayBuffer([], IoDirection.ToFile)));
        Write(_one!, "second");
        Assert.Equal("fir", ReadText(_two!, 3));
        Assert.Equal("", ReadText(_two!));
        Assert.Equal("second", ReadText(_two!));
        Assert.Equal(Errno.EAGAIN, ReadError(_two!));
    }

    [Fact]
    public void AMessageThatCanNeverFitIsRefused()
    {
        Open(SocketKind.Datagram);
        Assert.Equal(Errno.EMSGSIZE, WriteError(_one!, SocketEnd.BufferLength));
        Assert.Equal(Errno.None, WriteError(_one!, SocketEnd.BufferLength - 4));
        Assert.Equal(Errno.EAGAIN, WriteError(_one!, 1));
    }

    [Fact]
    public void AReaderWaitsForTheOtherEnd()
    {
        Open(SocketKind.Stream, OpenFlags.ReadOnly);
        QueueOf(_two!).During(() => Write(_one!, "late"));
        Assert.Equal("late", ReadText(_two!));
        Assert.Equal(Errno.EINTR, ReadError(_two!));
    }

    [Fact]
    public void ALongWriteGoesOnAsRoomAppears()
    {
        Open(SocketKind.Stream, OpenFlags.ReadOnly);
        QueueOf(_one!).During(() => Read(_two!, 40_000));
        QueueOf(_one!).During(() => Read(_two!, 40_000));
        Assert.Equal(140_000, Check(_one!.Write(new ArrayBuffer(new byte[140_000], IoDirection.ToFile))));
    }

    [Fact]
    public void AClosedEndIsReadOutAndThenOver()
    {
        Open(SocketKind.Stream);
        Write(_one!, "rest");
        CloseOne();
        Assert.Equal(Errno.EPIPE, WriteError(_two!, 1));
        Assert.Equal("rest", ReadText(_two!));
        Assert.Equal("", ReadText(_two!));
        Assert.Equal(PollEvents.Read | PollEvents.ReadHangUp | PollEvents.HangUp | PollEvents.Write, _two!.Node.Poll(_two));
    }

    [Fact]
    public void BytesThatNobodyReadAreToldAsAReset()
    {
        Open(SocketKind.Stream);
        Write(_two!, "lost");
        CloseOne();
        Assert.Equal(Errno.ECONNRESET, ReadError(_two!));
        Assert.Equal("", ReadText(_two!));
    }

    [Fact]
    public void ShutdownEndsOneDirection()
    {
        Open(SocketKind.Stream);
        Check(((SocketEnd)_one!.Node).Shutdown(1));
        Assert.Equal("", ReadText(_two!));
        Assert.Equal(Errno.EPIPE, WriteError(_one, 1));
        Write(_two!, "still");
        Assert.Equal("still", ReadText(_one));
    }

    [Fact]
    public void PeekingTakesNothing()
    {
        Open(SocketKind.Stream);
        Write(_one!, "look");
        var buffer = new ArrayBuffer(new byte[4], IoDirection.FromFile);
        long length = 0;
        Assert.Equal(4, Check(((SocketEnd)_two!.Node).Receive(_two, buffer, ref length, MessageFlags.Peek)));
        Assert.Equal("look", ReadText(_two));
    }

    [Fact]
    public void WaitForAllWaitsForAll()
    {
        Open(SocketKind.Stream, OpenFlags.ReadOnly);
        Write(_one!, "ab");
        QueueOf(_two!).During(() => Write(_one!, "cd"));
        var buffer = new ArrayBuffer(new byte[4], IoDirection.FromFile);
        long length = 0;
        Assert.Equal(4, Check(((SocketEnd)_two!.Node).Receive(_two, buffer, ref length, MessageFlags.WaitForAll)));
        Assert.Equal("abcd"u8, buffer.Bytes);
    }

    [Fact]
    public void ABadPageTakesNothing()
    {
        Open(SocketKind.Datagram);
        Write(_one!, "abc");
        Assert.Equal(Errno.EFAULT, _two!.Read(new ArrayBuffer(new byte[3], IoDirection.FromFile) { FaultsFrom = 0 }).Error);
        Assert.Equal(Errno.EFAULT, _two!.Write(new ArrayBuffer(new byte[3], IoDirection.ToFile) { FaultsFrom = 1 }).Error);
        Assert.Equal("abc", ReadText(_two));
        Assert.Equal(Errno.EAGAIN, ReadError(_one!));
    }

    [Fact]
    public void WithoutPagesThereIsNoPair()
    {
        Open(SocketKind.Stream);
        Assert.Equal(Errno.ENOMEM, _sockets.OpenPair(SocketKind.Stream, OpenFlags.ReadOnly, out _, out _));
        Assert.Equal(32, _pages.InUse);
    }

    private void Open(SocketKind kind, OpenFlags flags = OpenFlags.NonBlocking) => Check(_sockets.OpenPair(kind, flags, out _one, out _two));

    private void CloseOne()
    {
        _one!.Release();
        _one = null;
    }

    private ScriptedWaitQueue QueueOf(OpenFile file) => _queues.Made.Single(queue => queue == file.Node.PollQueue);

    private static Errno ReadError(OpenFile file) => file.Read(new ArrayBuffer(new byte[8], IoDirection.FromFile)).Error;

    private static Errno WriteError(OpenFile file, int count) => file.Write(new ArrayBuffer(new byte[count], IoDirection.ToFile)).Error;
}
