// pipe(7): bytes in order, end of file, broken pipe, atomic short writes, waiting and not waiting, poll.
namespace Vfs.Tests.Pipes;

using System;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Pipes;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class PipeTests : IDisposable
{
    private const int Capacity = 65536;

    private readonly TestSystem _os = new(new RamFileSystem(4, 0x1ED, new ArrayPageStore(4), new StepClock()));
    private readonly ScriptedWaitQueueFactory _queues = new();
    private readonly ArrayPageStore _pages = new(32);
    private readonly PipeFileSystem _pipes;
    private readonly OpenFile _reader;
    private readonly OpenFile _writer;
    private readonly ScriptedWaitQueue _queue;
    private bool _isReaderOpen = true;
    private bool _isWriterOpen = true;

    public PipeTests()
    {
        _pipes = new PipeFileSystem(2, _pages, _queues, new StepClock());
        Check(_os.Files.OpenPipe(_pipes, OpenFlags.ReadOnly, out OpenFile? reader, out OpenFile? writer));
        _reader = reader!;
        _writer = writer!;
        _queue = _queues.Made.Single(queue => queue == _reader.Node.PollQueue);
    }

    public void Dispose()
    {
        CloseReader();
        CloseWriter();
        Assert.Equal(0, _pipes.InUse);
        _os.Shutdown();
    }

    [Fact]
    public void BytesComeOutInOrder()
    {
        Write(_writer, "hello ");
        Write(_writer, "world");
        Assert.Equal("hel", ReadText(_reader, 3));
        Assert.Equal("lo world", ReadText(_reader, 100));
    }

    [Fact]
    public void RingWrapsAround()
    {
        byte[] expected = Enumerable.Range(0, 50_000).Select(n => (byte)(n % 251)).ToArray();
        int sent = 0, received = 0;
        while (received < expected.Length)
        {
            if (sent < expected.Length)
            {
                byte[] part = expected[sent..Math.Min(sent + 3001, expected.Length)];
                sent += Check(_writer.Write(new ArrayBuffer(part, IoDirection.ToFile)));
            }

            byte[] got = Read(_reader, 2999);
            Assert.Equal(expected[received..(received + got.Length)], got);
            received += got.Length;
        }
    }

    [Fact]
    public void ReadEndsWhenTheLastWriterIsGone()
    {
        Write(_writer, "x");
        CloseWriter();
        Assert.Equal("x", ReadText(_reader));
        Assert.Equal("", ReadText(_reader));
    }

    [Fact]
    public void WriteWithoutReadersIsABrokenPipe()
    {
        CloseReader();
        Assert.Equal(Errno.EPIPE, WriteError(1));
    }

    [Fact]
    public void EmptyPipeMakesTheReaderWait()
    {
        _queue.During(() => Write(_writer, "late"));
        Assert.Equal("late", ReadText(_reader));
        Assert.Equal(Errno.EINTR, ReadError());
    }

    [Fact]
    public void WaitingReaderSeesTheEnd()
    {
        _queue.During(CloseWriter);
        Assert.Equal("", ReadText(_reader));
    }

    [Fact]
    public void NonBlockingEndsDoNotWait()
    {
        _reader.Flags |= OpenFlags.NonBlocking;
        _writer.Flags |= OpenFlags.NonBlocking;
        Assert.Equal(Errno.EAGAIN, ReadError());
        Assert.Equal(Capacity, Check(_writer.Write(new ArrayBuffer(new byte[Capacity + 10], IoDirection.ToFile))));
        Assert.Equal(Errno.EAGAIN, WriteError(1));
        Assert.Equal(0, _queue.Waits);
    }

    [Fact]
    public void ShortWriteIsNotTornApart()
    {
        _writer.Flags |= OpenFlags.NonBlocking;
        Check(_writer.Write(new ArrayBuffer(new byte[Capacity - 4000], IoDirection.ToFile)));
        Assert.Equal(Errno.EAGAIN, WriteError(4096));
        Assert.Equal(4000, Check(_writer.Write(new ArrayBuffer(new byte[4097], IoDirection.ToFile))));
    }

    [Fact]
    public void LongWriteGoesOnAsRoomAppears()
    {
        for (int count = 0; count < 3; count++)
        {
            _queue.During(() => Read(_reader, 4096));
        }

        Assert.Equal(Capacity + 12_000, Check(_writer.Write(new ArrayBuffer(new byte[Capacity + 12_000], IoDirection.ToFile))));
        Assert.Equal(3, _queue.Waits);
    }

    [Fact]
    public void WhatIsLentKeepsItsRoomAndIsTheNextToBeReadWhenItComesBack()
    {
        Write(_writer, "precious bytes");
        byte[] taken = new byte[8];
        Assert.Equal(8, Check(_reader.Node.Lend(_reader, new ArrayBuffer(taken, IoDirection.FromFile))));
        _writer.Flags |= OpenFlags.NonBlocking;
        Assert.Equal(Capacity - 14, Check(_writer.Write(new ArrayBuffer(new byte[Capacity], IoDirection.ToFile))));
        _reader.Node.TakeBack(new ArrayBuffer(taken, IoDirection.ToFile), 3);
        Assert.Equal("cious bytes", ReadText(_reader, 11));
    }

    [Fact]
    public void PagesGoBackWithThePipe()
    {
        Assert.Equal(0, _pages.InUse);
        Write(_writer, "x");
        Assert.Equal(1, _pages.InUse);
        CloseReader();
        CloseWriter();
        Assert.Equal(0, _pages.InUse);
    }

    [Fact]
    public void InterruptedWriteTellsWhatWentOut()
    {
        Assert.Equal(Capacity, Check(_writer.Write(new ArrayBuffer(new byte[Capacity + 4000], IoDirection.ToFile))));
        Assert.Equal(Errno.EINTR, WriteError(1));
    }

    [Fact]
    public void WaitingWriterSeesTheReaderGo()
    {
        Check(_writer.Write(new ArrayBuffer(new byte[Capacity], IoDirection.ToFile)));
        _queue.During(CloseReader);
        Assert.Equal(Errno.EPIPE, WriteError(1));
    }

    [Fact]
    public void PipeHasNoOffsets()
    {
        Assert.Equal(Errno.ESPIPE, _reader.Seek(0, SeekFrom.Current).Error);
        Assert.Equal(Errno.ESPIPE, _reader.ReadAt(0, new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        Assert.Equal(Errno.ESPIPE, _writer.WriteAt(0, new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
    }

    [Fact]
    public void EndsKeepTheirDirection()
    {
        Assert.Equal(Errno.EBADF, _writer.Read(new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        Assert.Equal(Errno.EBADF, _reader.Write(new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
    }

    [Fact]
    public void PollTellsWhatWouldNotBlock()
    {
        Assert.Equal(PollEvents.None, _reader.Node.Poll(_reader));
        Assert.Equal(PollEvents.Write | PollEvents.WriteNormal, _writer.Node.Poll(_writer));
        Check(_writer.Write(new ArrayBuffer(new byte[Capacity], IoDirection.ToFile)));
        Assert.Equal(PollEvents.Read | PollEvents.ReadNormal, _reader.Node.Poll(_reader));
        Assert.Equal(PollEvents.None, _writer.Node.Poll(_writer));
        CloseWriter();
        Assert.Equal(PollEvents.Read | PollEvents.ReadNormal | PollEvents.HangUp, _reader.Node.Poll(_reader));
    }

    [Fact]
    public void PollTellsTheWriterThatNobodyReads()
    {
        CloseReader();
        Assert.True((_writer.Node.Poll(_writer) & PollEvents.Error) != 0);
    }

    [Fact]
    public void BadPageTakesNothingOut()
    {
        Write(_writer, "abc");
        Assert.Equal(Errno.EFAULT, _reader.Read(new ArrayBuffer(new byte[3], IoDirection.FromFile) { FaultsFrom = 0 }).Error);
        Assert.Equal("abc", ReadText(_reader));
    }

    [Fact]
    public void ReadableBytesAreCounted()
    {
        Write(_writer, "abcde");
        var count = new byte[4];
        Check(_reader.Node.Control(_reader, 0x541B, count));
        Assert.Equal(5, BitConverter.ToInt32(count));
        Assert.Equal(Errno.ENOTTY, _reader.Node.Control(_reader, 0x5401, count));
    }

    [Fact]
    public void PoolOfPipesEndsInEnfile()
    {
        Check(_os.Files.OpenPipe(_pipes, OpenFlags.ReadOnly, out OpenFile? reader, out OpenFile? writer));
        Assert.Equal(Errno.ENFILE, _os.Files.OpenPipe(_pipes, OpenFlags.ReadOnly, out _, out _));
        reader!.Release();
        writer!.Release();
        Assert.Equal(1, _pipes.InUse);
    }

    [Fact]
    public void FreshPipeIsEmpty()
    {
        Write(_writer, "left over");
        CloseReader();
        CloseWriter();
        Check(_os.Files.OpenPipe(_pipes, OpenFlags.NonBlocking, out OpenFile? reader, out OpenFile? writer));
        Assert.Equal(Errno.EAGAIN, reader!.Read(new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        reader.Release();
        writer!.Release();
    }

    [Fact]
    public void StatSaysFifo()
    {
        Assert.Equal(FileType.Fifo, FileMode.TypeOf(_os.Stat(_reader).Mode));
    }

    private void CloseReader()
    {
        if (_isReaderOpen)
        {
            _isReaderOpen = false;
            _reader.Release();
        }
    }

    private void CloseWriter()
    {
        if (_isWriterOpen)
        {
            _isWriterOpen = false;
            _writer.Release();
        }
    }

    private Errno ReadError() => _reader.Read(new ArrayBuffer(new byte[8], IoDirection.FromFile)).Error;

    private Errno WriteError(int count) => _writer.Write(new ArrayBuffer(new byte[count], IoDirection.ToFile)).Error;
}
