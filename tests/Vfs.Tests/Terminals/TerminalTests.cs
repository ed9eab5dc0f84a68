// The line discipline (termios(3)): editing, echo, signals, raw keys with VMIN and VTIME, ends of files.
namespace Vfs.Tests.Terminals;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Device;
using Vfs.Locks;
using Vfs.Terminals;
using Xunit;

public sealed class TerminalTests
{
    private const uint GetSettings = 0x5401, SetSettings = 0x5402, SetSettingsFlush = 0x5404;
    private const uint ChangeFlow = 0x540A, GetWindow = 0x5413;
    private const int VTime = 17 + 5, VMin = 17 + 6;

    private readonly FakeLine _line = new();
    private readonly ScriptedWaitQueue _queue = new();
    private readonly SteppedClock _clock = new();
    private readonly OpenFile _file = new OpenFileTable(1, new LockTable(1, new ScriptedWaitQueue()), new ScriptedWaitQueue()).Take(OpenFlags.ReadWrite).Value;
    private readonly Terminal _terminal;
    private readonly Keys _keys = new();

    public TerminalTests()
    {
        _terminal = new Terminal(_line, _queue, _clock, 80, 24) { Signals = _keys };
    }

    [Fact]
    public void ALineIsReadWhenItIsFinished()
    {
        _line.Type("hel");
        Assert.Equal(PollEvents.Write, _terminal.Poll());
        _queue.During(() => _line.Type("lo\r"));
        Assert.Equal("hello\n", Read());
        Assert.Equal("hello\r\n", _line.Sent);
    }

    [Fact]
    public void AReadReturnsOneLineAndTheRestNextTime()
    {
        _line.Type("one\rtwo\r");
        Assert.Equal("on", Read(2));
        Assert.Equal("e\n", Read());
        Assert.Equal("two\n", Read());
    }

    [Fact]
    public void WritingWaitsBetweenStopAndStart()
    {
        _line.Type("\x13");
        Assert.Equal(PollEvents.None, _terminal.Poll());
        string before = "";
        _queue.During(() => before = _line.Sent);
        _queue.During(() => _line.Type("x"));
        _queue.During(() => _line.Type("\x11"));
        Assert.Equal(4, TestSystem.Check(_terminal.Write(_file, new ArrayBuffer("text"u8.ToArray(), IoDirection.ToFile))));
        Assert.Equal("", before);
        Assert.Equal("xtext", _line.Sent);
        Assert.Equal(PollEvents.Write, _terminal.Poll());
    }

    [Fact]
    public void WhoDoesNotWaitIsToldOfAStop()
    {
        _line.Type("\x13");
        _file.Flags |= OpenFlags.NonBlocking;
        Assert.Equal(Errno.EAGAIN, _terminal.Write(_file, new ArrayBuffer("text"u8.ToArray(), IoDirection.ToFile)).Error);
    }

    [Fact]
    public void ASignalAnotherSettingAndTheProgramEndAStop()
    {
        _line.Type("\x13\x03");
        Assert.Equal(PollEvents.Write, _terminal.Poll());
        _line.Type("\x13");
        SetRaw(1, 0);
        Assert.Equal(PollEvents.Write, _terminal.Poll());
        Assert.Equal(Errno.None, _terminal.Control(ChangeFlow, new byte[4]));
        Assert.Equal(PollEvents.None, _terminal.Poll());
        Assert.Equal(Errno.None, _terminal.Control(ChangeFlow, new byte[] { 1, 0, 0, 0 }));
        Assert.Equal(PollEvents.Write, _terminal.Poll());
        Assert.Equal(Errno.EINVAL, _terminal.Control(ChangeFlow, new byte[] { 4, 0, 0, 0 }));
    }

    [Fact]
    public void AnotherSizeOfTheWindowIsTold()
    {
        byte[] size = new byte[8];
        _line.Sink!.Resize(80, 24);
        Assert.Empty(_keys.Sent);
        _line.Sink!.Resize(300, 50);
        Assert.Equal([TerminalKey.Resize], _keys.Sent);
        Assert.Equal(Errno.None, _terminal.Control(GetWindow, size));
        Assert.Equal([50, 0, 300 & 0xFF, 1, 0, 0, 0, 0], size);
    }

    [Fact]
    public void LinesThatFindNoPlaceLeaveTheOlderOnesAlone()
    {
        _line.Type("first\r" + new string('\r', 5000) + "\x04");
        Assert.Equal("first\n", Read());
        Assert.Equal("\n", Read());
    }

    [Theory]
    [InlineData("abx\x7f\r", "ab\n")]
    [InlineData("\x7f\x7f\r", "\n")]
    [InlineData("wrong\x15right\r", "right\n")]
    [InlineData("one two  \x17\r", "one \n")]
    [InlineData("a\x16\x03" + "b\r", "a\x03" + "b\n")]
    [InlineData("\u00e4\x7fo\r", "o\n")]
    public void LinesAreEdited(string typed, string expected)
    {
        _line.Type(typed);
        Assert.Equal(expected, Read());
    }

    [Theory]
    [InlineData("ab\x7f", "ab\b \b")]
    [InlineData("\x01\x7f", "^A\b \b\b \b")]
    [InlineData("a\t\x7f", "a\t\b \b\b \b\b \b\b \b\b \b\b \b\b \b")]
    [InlineData("\x12", "^R\r\n")]
    public void EchoFollowsTheEditing(string typed, string echo)
    {
        _line.Type(typed);
        Assert.Equal(echo, _line.Sent);
    }

    [Theory]
    [InlineData("\x03", TerminalKey.Interrupt, "^C")]
    [InlineData("\x1c", TerminalKey.Quit, "^\\")]
    [InlineData("\x1a", TerminalKey.Suspend, "^Z")]
    public void KeysSendSignalsAndForgetTheLine(string typed, TerminalKey key, string echo)
    {
        _line.Type("gone");
        _line.Sent = "";
        _line.Type(typed + "new\r");
        Assert.Equal([key], _keys.Sent);
        Assert.Equal("new\n", Read());
        Assert.StartsWith(echo, _line.Sent);
    }

    [Fact]
    public void ControlDEndsTheFileOnlyOnAnEmptyLine()
    {
        _line.Type("half\x04");
        Assert.Equal("half", Read());
        _line.Type("\x04");
        Assert.Equal("", Read());
        _line.Type("more\r");
        Assert.Equal("more\n", Read());
    }

    [Fact]
    public void AnEndBehindAFullBufferIsNotReadAsTheEndOfTheFile()
    {
        _line.Type("four\x04");
        Assert.Equal("four", Read(4));
        _line.Type("next\r");
        Assert.Equal("next\n", Read());
    }

    [Fact]
    public void RawKeysComeOneByOneWithoutEcho()
    {
        SetRaw(minimum: 1, time: 0);
        _line.Type("\x03\r");
        Assert.Equal("\x03", Read(1));
        Assert.Equal("\r", Read(1));
        Assert.Equal("", _line.Sent);
        Assert.Empty(_keys.Sent);
    }

    [Fact]
    public void AMinimumOfBytesIsWaitedFor()
    {
        SetRaw(minimum: 3, time: 0);
        _line.Type("a");
        Assert.Equal(PollEvents.Write, _terminal.Poll());
        _queue.During(() => _line.Type("b"));
        _queue.During(() => _line.Type("c"));
        Assert.Equal("abc", Read());
    }

    [Fact]
    public void WithNeitherMinimumNorTimeNothingIsWaitedFor()
    {
        SetRaw(minimum: 0, time: 0);
        Assert.Equal("", Read());
        Assert.Equal(0, _queue.Waits);
    }

    [Fact]
    public void ATimeEndsTheWait()
    {
        SetRaw(minimum: 0, time: 2);
        _queue.During(() => _clock.Now += 100_000_000);
        _queue.During(() => _clock.Now += 100_000_000);
        Assert.Equal("", Read());
        Assert.Equal(2, _queue.Waits);
    }

    [Fact]
    public void ATimeBetweenBytesStartsWithTheFirst()
    {
        SetRaw(minimum: 5, time: 1);
        _queue.During(() => _clock.Now += 900_000_000);
        _queue.During(() => _line.Type("ab"));
        _queue.During(() => _clock.Now += 100_000_000);
        Assert.Equal("ab", Read());
    }

    [Fact]
    public void WhatWasTypedBeforeTheChangeCanBeReadAfterIt()
    {
        _line.Type("early");
        SetRaw(minimum: 1, time: 0);
        Assert.Equal("early", Read());
    }

    [Fact]
    public void AFlushForgetsWhatWasTyped()
    {
        _line.Type("early");
        SetRaw(minimum: 0, time: 0, SetSettingsFlush);
        Assert.Equal("", Read());
    }

    [Fact]
    public void OutputGetsItsReturns()
    {
        Assert.Equal(4, _terminal.Write(_file, new ArrayBuffer("a\nb\n"u8.ToArray(), IoDirection.ToFile)).Value);
        Assert.Equal("a\r\nb\r\n", _line.Sent);
    }

    [Fact]
    public void ALineIsCutAtTheSizeOfTheBuffer()
    {
        _line.Type(new string('x', 5000) + "\r");
        Assert.Equal(4096, Read(8192).Length);
    }

    [Fact]
    public void HangingUpEndsReading()
    {
        _queue.During(() => _line.Sink!.End());
        Assert.Equal("", Read());
        Assert.Equal([TerminalKey.HangUp], _keys.Sent);
    }

    [Fact]
    public void TheWindowTellsWhenItChanges()
    {
        byte[] size = [30, 0, 100, 0, 0, 0, 0, 0];
        TestSystem.Check(_terminal.Control(0x5414, size));
        var now = new byte[8];
        TestSystem.Check(_terminal.Control(0x5413, now));
        Assert.Equal(size, now);
        Assert.Equal([TerminalKey.Resize], _keys.Sent);
    }

    private string Read(int count = 100)
    {
        var buffer = new ArrayBuffer(new byte[count], IoDirection.FromFile);
        return Encoding.UTF8.GetString(buffer.Bytes, 0, TestSystem.Check(_terminal.Read(_file, buffer)));
    }

    private void SetRaw(byte minimum, byte time, uint request = SetSettings)
    {
        var termios = new byte[TerminalSettings.Size];
        TestSystem.Check(_terminal.Control(GetSettings, termios));
        BinaryPrimitives.WriteUInt32LittleEndian(termios, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(termios.AsSpan(4), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(termios.AsSpan(12), 0);
        termios[VMin] = minimum;
        termios[VTime] = time;
        TestSystem.Check(_terminal.Control(request, termios));
        _line.Sent = "";
    }

    private sealed class Keys : TerminalSignals
    {
        public List<TerminalKey> Sent { get; } = [];

        public override void Send(TerminalKey key) => Sent.Add(key);
    }

    private sealed class FakeLine : LineDevice
    {
        public string Sent { get; set; } = "";

        public void Type(string text)
        {
            foreach (byte value in Encoding.UTF8.GetBytes(text))
            {
                Sink!.Take(value);
            }
        }

        public override int WriteNow(ReadOnlySpan<byte> bytes)
        {
            Sent += Encoding.Latin1.GetString(bytes);
            return bytes.Length;
        }

        public override bool TakeInput() => false;

        public override Result<int> Read(OpenFile file, IoBuffer into) => Errno.EIO;

        public override Result<int> Write(OpenFile file, IoBuffer from) => Errno.EIO;
    }
}
