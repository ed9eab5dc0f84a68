// A PV console as an app sees it: sleeps for room and for input, and loses neither.
namespace Xen.Tests.Console;

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Drivers.Xen;
using Kernel.Abi;
using global::Tests.Shared;
using Vfs;
using Vfs.Locks;
using Xen.Tests.Fakes;
using Xunit;

public sealed class PvConsoleTests
{
    private readonly FakeConsole _other = new();
    private readonly ScriptedWaitQueue _readers = new();
    private readonly ScriptedWaitQueue _writers = new();
    private readonly OpenFile _file = new OpenFileTable(1, new LockTable(1, new ScriptedWaitQueue()), new ScriptedWaitQueue()).Take(OpenFlags.ReadWrite).Value;
    private readonly PvOutput _output;
    private readonly PvConsole _console;

    public PvConsoleTests()
    {
        _output = new PvOutput(_other.Ring, _writers);
        _console = Create(isEscaped: false);
    }

    [Fact]
    public void AWriterSleepsWhileTheRingIsFullAndEverythingArrives()
    {
        byte[] bytes = Bytes(10_000);
        for (int i = 0; i < 10; i++)
        {
            _writers.During(() => _other.Take(1000));
        }

        Assert.Equal(bytes.Length, Write(bytes).Value);
        _other.Take();
        Assert.Equal(bytes, _other.Taken);
        Assert.InRange(_writers.Waits, 8, 10);
        Assert.NotEqual(0, _writers.WakeUps);
    }

    [Fact]
    public void ASignalEndsTheSleepAndWhatWasSentCounts()
    {
        Assert.Equal(ConsoleRing.OutputBytes, Write(Bytes(5000)).Value);
        Assert.Equal(Errno.EINTR, Write(Bytes(1)).Error);
    }

    [Fact]
    public void AWriterThatDoesNotWaitGetsEAGAIN()
    {
        _file.Flags |= OpenFlags.NonBlocking;
        Assert.Equal(ConsoleRing.OutputBytes, Write(Bytes(5000)).Value);
        Assert.Equal(Errno.EAGAIN, Write(Bytes(1)).Error);
        Assert.Equal(0, _writers.Waits);
        Assert.Equal(PollEvents.None, _console.Poll());
        Assert.Equal(PollEvents.None, _output.Poll());
        _other.Take(1);
        Assert.Equal(PollEvents.Write, _console.Poll());
        Assert.Equal(PollEvents.Write, _output.Poll());
    }

    [Fact]
    public void AWriterThatSleepsWhenTheOtherSideDiesGetsEIO()
    {
        _writers.During(() =>
        {
            Assert.True(_output.IsWaitedFor);
            _other.IsAlive = false;
            _output.CheckReader();
        });
        Assert.Equal(ConsoleRing.OutputBytes, Write(Bytes(5000)).Value);
        Assert.Equal(1, _writers.WakeUps);
        Assert.Equal(Errno.EIO, Write(Bytes(1)).Error);
        Assert.False(_output.IsWaitedFor);
        Assert.Equal(1, _writers.Waits);
    }

    [Fact]
    public void AConsoleThatNobodyHasOpenedYetIsWaitedFor()
    {
        _other.IsAlive = false;
        _writers.During(() => _output.CheckReader());
        _writers.During(() =>
        {
            _other.IsAlive = true;
            _other.Take();
        });
        Assert.Equal(3000, Write(Bytes(3000)).Value);
        Assert.Equal(2, _writers.Waits);
    }

    [Fact]
    public void AConsoleThatComesBackIsWrittenToAgain()
    {
        Write(Bytes(100));
        _other.Take();
        _other.IsAlive = false;
        Assert.Equal(ConsoleRing.OutputBytes, Write(Bytes(5000)).Value);
        _other.IsAlive = true;
        _other.Take();
        Assert.Equal(100, Write(Bytes(100)).Value);
    }

    [Fact]
    public void OutputUpToABadPageCounts()
    {
        var buffer = new ArrayBuffer(new byte[1500], IoDirection.ToFile) { FaultsFrom = 1200 };
        Assert.Equal(1024, _console.Write(_file, buffer).Value);
        buffer.FaultsFrom = 100;
        Assert.Equal(Errno.EFAULT, _console.Write(_file, buffer).Error);
    }

    [Fact]
    public void AReaderSleepsUntilTheEvent()
    {
        _readers.During(() => _other.Send("hello\n"u8));
        Assert.Equal("hello\n", Read(100));
        Assert.Equal(1, _readers.Waits);
        Assert.Equal(1, _readers.WakeUps);
    }

    [Fact]
    public void InputBeyondTheBufferWaitsAtTheOtherSideAndIsNotLost()
    {
        byte[] sent = Bytes(20_000);
        var got = new List<byte>();
        int fed = 0;
        while (got.Count < sent.Length)
        {
            while (fed < sent.Length && _other.Send(sent.AsSpan(fed)) is int count and not 0)
            {
                fed += count;
            }

            Assert.True(got.Count != 0 || fed == 4096 + ConsoleRing.InputBytes);
            ArrayBuffer buffer = Buffer(3000);
            Result<int> read = _console.Read(_file, buffer);
            Assert.InRange(read.Value, 1, 3000);
            got.AddRange(buffer.Bytes.Take(read.Value));
        }

        Assert.Equal(sent, got);
        Assert.Equal(0, _readers.Waits);
    }

    [Fact]
    public void TheEndOfEscapedInputStays()
    {
        PvConsole console = Create(isEscaped: true);
        _other.Send([0x00, 0x01, (byte)'a', 0x10, 0x10, 0x10, 0x04, (byte)'b']);
        ArrayBuffer buffer = Buffer(10);
        Assert.Equal(2, console.Read(_file, buffer).Value);
        Assert.Equal([(byte)'a', 0x10], buffer.Bytes.Take(2));
        Assert.Equal(0, console.Read(_file, buffer).Value);
        _other.Send("more"u8);
        Assert.Equal(0, console.Read(_file, buffer).Value);
        Assert.Equal(PollEvents.HangUp, console.Poll() & ~PollEvents.Write);
    }

    [Fact]
    public void PollTellsOfInput()
    {
        Assert.Equal(PollEvents.Write, _console.Poll());
        _other.Send("x"u8);
        Assert.Equal(PollEvents.Read | PollEvents.Write, _console.Poll());
    }

    [Fact]
    public void ThereIsNothingToReadFromStandardError()
    {
        _other.Send("x"u8);
        Assert.Equal(0, _output.Read(_file, Buffer(10)).Value);
        Assert.Equal("x", Read(10));
    }

    private static ArrayBuffer Buffer(int length) => new(new byte[length], IoDirection.FromFile);

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 5 + i / 256))];

    private PvConsole Create(bool isEscaped)
    {
        var console = new PvConsole(_other.Ring, _readers, _output, isEscaped);
        _other.Event.Input = console;
        _other.Event.Output = _output;
        return console;
    }

    private Result<int> Write(byte[] bytes) => _console.Write(_file, new ArrayBuffer(bytes, IoDirection.ToFile));

    private string Read(int length)
    {
        ArrayBuffer buffer = Buffer(length);
        Result<int> count = _console.Read(_file, buffer);
        Assert.Equal(Errno.None, count.Error);
        return Encoding.Latin1.GetString(buffer.Bytes, 0, count.Value);
    }
}
