// Standard input over a serial line: nothing lost, nothing invented, an end that stays.
namespace Serial.Tests;

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Drivers.Serial;
using Kernel.Abi;
using global::Tests.Shared;
using Vfs;
using Vfs.Locks;
using Xunit;

public sealed class SerialConsoleTests
{
    private readonly FakePort _port = new();
    private readonly ScriptedWaitQueue _queue = new();
    private readonly OpenFile _file = new OpenFileTable(1, new LockTable(1, new ScriptedWaitQueue()), new ScriptedWaitQueue()).Take(OpenFlags.ReadWrite).Value;
    private readonly SerialConsole _console;

    public SerialConsoleTests()
    {
        _console = Create(isEscaped: true);
        _port.Receive([0x00, 0x01]); // what the run script sends ahead of the input
        _console.TakeInput();
    }

    [Fact]
    public void AReadReturnsWhatIsThere()
    {
        _port.Receive("hello\n"u8);
        Assert.Equal("hel", Read(3));
        Assert.Equal("lo\n", Read(100));
        Assert.Equal(0, _queue.Waits);
    }

    [Fact]
    public void AReadSleepsUntilSomethingComes()
    {
        int earlier = _queue.WakeUps;
        _queue.During(() => Assert.False(_console.TakeInput()));
        _queue.During(() =>
        {
            _port.Receive("x"u8);
            Assert.True(_console.TakeInput());
        });
        Assert.Equal("x", Read(10));
        Assert.Equal(2, _queue.Waits);
        Assert.Equal(earlier + 1, _queue.WakeUps);
    }

    [Fact]
    public void ASignalEndsTheSleep()
    {
        Assert.Equal(Errno.EINTR, _console.Read(_file, Buffer(10)).Error);
    }

    [Fact]
    public void ANonBlockingReadDoesNotSleep()
    {
        _file.Flags |= OpenFlags.NonBlocking;
        Assert.Equal(Errno.EAGAIN, _console.Read(_file, Buffer(10)).Error);
        _port.Receive("x"u8);
        Assert.Equal("x", Read(10));
        Assert.Equal(0, _queue.Waits);
    }

    [Fact]
    public void TheEndStays()
    {
        _port.Receive([(byte)'a', 0x10, 0x04]);
        Assert.Equal("a", Read(10));
        Assert.Equal("", Read(10));
        _port.Receive("more"u8);
        Assert.Equal("", Read(10));
        Assert.Equal(PollEvents.HangUp | PollEvents.Write, _console.Poll());
    }

    [Fact]
    public void WithoutFramingEveryByteIsInput()
    {
        SerialConsole console = Create(isEscaped: false);
        _port.Receive([0x10, 0x04, 0x10]);
        ArrayBuffer buffer = Buffer(10);
        Assert.Equal(3, console.Read(_file, buffer).Value);
        Assert.Equal([0x10, 0x04, 0x10], buffer.Bytes.Take(3));
    }

    [Fact]
    public void InputBeyondTheRingWaitsInThePortAndIsNotLost()
    {
        byte[] sent = new byte[20_000];
        new Random(4).NextBytes(sent);
        _console.EnableInterrupt();
        _port.Receive(sent.SelectMany(value => value == 0x10 ? [value, value] : new[] { value }).ToArray());
        _console.TakeInput();
        Assert.False(_port.IsLineUp);
        int held = _port.BytesAtPeer;
        Assert.True(held > 10_000);
        Assert.False(_console.TakeInput());
        Assert.Equal(held, _port.BytesAtPeer);

        var got = new List<byte>();
        while (got.Count < sent.Length)
        {
            ArrayBuffer buffer = Buffer(3000);
            Result<int> count = _console.Read(_file, buffer);
            Assert.InRange(count.Value, 1, 3000);
            got.AddRange(buffer.Bytes.Take(count.Value));
        }

        Assert.Equal(sent, got);
        _port.Receive("x"u8);
        Assert.True(_port.IsLineUp);
    }

    [Fact]
    public void ABadPageTakesNothing()
    {
        _port.Receive("abc"u8);
        ArrayBuffer buffer = Buffer(10);
        buffer.FaultsFrom = 0;
        Assert.Equal(Errno.EFAULT, _console.Read(_file, buffer).Error);
        Assert.Equal("abc", Read(10));
    }

    [Fact]
    public void WhatAnotherReaderTakesDuringAPageFaultIsGone()
    {
        _port.Receive("abc"u8);
        var buffer = new FaultingBuffer(() =>
        {
            Assert.Equal("abc", Read(3));
            _port.Receive("d"u8);
        });
        Assert.Equal(1, _console.Read(_file, buffer).Value);
        Assert.Equal((byte)'d', buffer.Bytes[0]);
        Assert.Equal(0, buffer.PinnedBytes);
    }

    [Fact]
    public void EveryInputIsAnEdge()
    {
        uint changes = _queue.ReadChanges;
        _port.Receive("x"u8);
        _console.TakeInput();
        Assert.NotEqual(changes, _queue.ReadChanges);
    }

    [Fact]
    public void PollTellsOfInput()
    {
        Assert.Equal(PollEvents.Write, _console.Poll());
        _port.Receive("x"u8);
        Assert.Equal(PollEvents.Read | PollEvents.Write, _console.Poll());
        Assert.Same(_queue, _console.PollQueue);
    }

    [Fact]
    public void AStreamTellsHowMuchThereIsToRead()
    {
        byte[] count = new byte[sizeof(int)];
        _port.Receive("abc"u8);
        Assert.Equal(Errno.None, _console.Control(ControlRequest.BytesReadable, count));
        Assert.Equal(3, BitConverter.ToInt32(count));
        Assert.Equal(Errno.ENOTTY, _console.Control(ControlRequest.GetWindowSize, new byte[8]));
    }

    [Fact]
    public void OutputIsExact()
    {
        byte[] bytes = Enumerable.Range(0, 2000).Select(i => (byte)(i * 3)).ToArray();
        Assert.Equal(2000, _console.Write(_file, new ArrayBuffer(bytes, IoDirection.ToFile)).Value);
        Assert.Equal(bytes, _port.Sent);
    }

    [Fact]
    public void OutputUpToABadPageCounts()
    {
        var buffer = new ArrayBuffer(new byte[2000], IoDirection.ToFile) { FaultsFrom = 1200 };
        Assert.Equal(1024, _console.Write(_file, buffer).Value);
        buffer.FaultsFrom = 100;
        Assert.Equal(Errno.EFAULT, _console.Write(_file, buffer).Error);
    }

    private static ArrayBuffer Buffer(int length) => new(new byte[length], IoDirection.FromFile);

    private SerialConsole Create(bool isEscaped)
    {
        var uart = new Uart16550(_port);
        Assert.True(uart.Probe());
        return new SerialConsole(uart, _queue, isEscaped);
    }

    private string Read(int length)
    {
        ArrayBuffer buffer = Buffer(length);
        Result<int> count = _console.Read(_file, buffer);
        Assert.Equal(Errno.None, count.Error);
        return Encoding.Latin1.GetString(buffer.Bytes, 0, count.Value);
    }

    /// <summary>A page has to be fetched first, and other threads run meanwhile.</summary>
    private sealed class FaultingBuffer(Action others) : ArrayBuffer(new byte[10], IoDirection.FromFile)
    {
        private bool _isThere;

        public override Result<int> Pin(int offset, int length)
        {
            Fetch();
            return base.Pin(offset, length);
        }

        public override Errno Put(int offset, ReadOnlySpan<byte> source)
        {
            Fetch();
            return base.Put(offset, source);
        }

        private void Fetch()
        {
            if (!_isThere)
            {
                _isThere = true;
                others();
            }
        }
    }
}
