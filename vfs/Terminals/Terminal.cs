// A terminal over any console line: termios(3) with its line discipline. Behind /dev/tty and /dev/console when a user sits there.
namespace Vfs.Terminals;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Vfs.Device;

/// <summary>n_tty and tty_io in one; there is one session, and the process leads it. This part: reading, writing, ioctl.</summary>
public sealed partial class Terminal : CharacterDevice
{
    private const ulong NanosecondsPerTenth = 100_000_000;
    private const int ChunkBytes = 128;

    private readonly LineDevice _line;
    private readonly WaitQueue _readers;
    private readonly MonotonicClock _clock;
    private readonly TerminalSettings _settings = new();
    private readonly TypedInput _input = new();
    private readonly TerminalEcho _echo;
    private readonly byte[] _windowSize = new byte[8];
    private bool _hasHungUp;

    /// <param name="columns">Of the window.</param>
    public Terminal(LineDevice line, WaitQueue readers, MonotonicClock clock, ushort columns, ushort rows)
    {
        _line = line;
        _readers = readers;
        _clock = clock;
        _echo = new TerminalEcho(line, _settings);
        BinaryPrimitives.WriteUInt16LittleEndian(_windowSize, rows);
        BinaryPrimitives.WriteUInt16LittleEndian(_windowSize.AsSpan(2), columns);
        line.Sink = new Sink(this);
    }

    /// <summary>Who hears of ^C; null until there is a process.</summary>
    public TerminalSignals? Signals { get; set; }

    public override WaitQueue? PollQueue => _readers;

    public override Result<int> Read(OpenFile file, IoBuffer into)
    {
        ulong start = _clock.Nanoseconds;
        int done = 0;
        while (true)
        {
            _line.TakeInput();
            Result<int> taken = _settings.IsCanonical ? TakeLine(into) : TakeBytes(into, done);
            if (taken.IsError || taken.Value < 0)
            {
                return taken.IsError && done == 0 ? taken.Error : done;
            }

            done += taken.Value;
            bool isEnough = _settings.IsCanonical ? taken.Value != 0 : done >= Math.Min(Math.Max((int)_settings[ControlCharacter.Minimum], 1), into.Length);
            if (isEnough || _hasHungUp)
            {
                return done;
            }

            Errno error = file.IsNonBlocking ? Errno.EAGAIN : Wait(start, done, taken.Value != 0);
            if (error != Errno.None)
            {
                return done != 0 || error == Errno.ETIMEDOUT ? done : error;
            }

            start = taken.Value != 0 ? _clock.Nanoseconds : start;
        }
    }

    public override Result<int> Write(OpenFile file, IoBuffer from)
    {
        if ((_settings.Output & OutputModes.Process) == 0)
        {
            Errno stopped = WaitWhileStopped(file);
            return stopped != Errno.None ? stopped : _line.Write(file, from);
        }

        Span<byte> typed = stackalloc byte[ChunkBytes];
        Span<byte> sent = stackalloc byte[ChunkBytes * 2];
        for (int done = 0; done < from.Length;)
        {
            Span<byte> part = typed.Slice(0, Math.Min(ChunkBytes, from.Length - done));
            Errno error = from.Get(done, part);
            error = error != Errno.None ? error : WaitWhileStopped(file);
            int length = 0;
            for (int index = 0; index < part.Length && error == Errno.None; index++)
            {
                length += _echo.Translate(part[index], sent.Slice(length));
            }

            error = error != Errno.None ? error : Send(sent.Slice(0, length));
            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }

            done += part.Length;
        }

        return from.Length;
    }

    public override PollEvents Poll()
    {
        _line.TakeInput();
        int needed = _settings.IsCanonical || _settings[ControlCharacter.Time] != 0 ? 1 : Math.Max((int)_settings[ControlCharacter.Minimum], 1);
        PollEvents events = _input.Committed >= needed ? PollEvents.Read : PollEvents.None;
        events |= _hasHungUp ? PollEvents.Read | PollEvents.HangUp : PollEvents.None;
        return events | (_isStopped && !_hasHungUp ? PollEvents.None : PollEvents.Write);
    }

    // VMIN and VTIME (termios(3)): a time-out counts from the read, or from the last byte when some must come.
    private Errno Wait(ulong start, int done, bool hasProgress)
    {
        ulong time = _settings[ControlCharacter.Time] * NanosecondsPerTenth;
        bool mustCome = _settings[ControlCharacter.Minimum] != 0;
        if (_settings.IsCanonical || (mustCome && (time == 0 || done == 0)))
        {
            return _readers.Wait();
        }

        if (time == 0)
        {
            return Errno.ETIMEDOUT;
        }

        ulong deadline = (hasProgress ? _clock.Nanoseconds : start) + time;
        return _clock.Nanoseconds >= deadline ? Errno.ETIMEDOUT : _readers.WaitUntil(deadline);
    }

    /// <summary>One line, or as much of it as fits. 0: there is none yet; -1: the end of the file.</summary>
    private Result<int> TakeLine(IoBuffer into)
    {
        int done = 0;
        while (_input.Committed != 0 && done < into.Length)
        {
            bool isEnd = _input.IsLineEnd;
            if (_input.IsFileEnd)
            {
                _input.Take();
                return done == 0 ? -1 : done;
            }

            Errno error = PutFront(into, done);
            if (error != Errno.None)
            {
                return done == 0 ? error : done;
            }

            done++;
            if (isEnd)
            {
                return done;
            }
        }

        if (done != 0 && _input.Committed != 0 && _input.IsFileEnd)
        {
            // The buffer was as long as the line: its end must not look like that of the file.
            _input.Take();
        }

        return done;
    }

    private Result<int> TakeBytes(IoBuffer into, int offset)
    {
        int done = 0;
        while (_input.Committed != 0 && offset + done < into.Length)
        {
            if (_input.IsFileEnd)
            {
                _input.Take();
                continue;
            }

            Errno error = PutFront(into, offset + done);
            if (error != Errno.None)
            {
                return offset + done == 0 ? error : done;
            }

            done++;
        }

        return done;
    }

    private Errno PutFront(IoBuffer into, int offset)
    {
        Span<byte> one = stackalloc byte[1];
        one[0] = _input[0];

        // A page fault may let another reader take this byte; whoever shares a terminal lives with that.
        Errno error = into.Put(offset, one);
        if (error == Errno.None && _input.Committed != 0)
        {
            _input.Take();
        }

        return error;
    }

    private Errno Send(ReadOnlySpan<byte> bytes)
    {
        Errno error = Errno.None;
        while (!bytes.IsEmpty && error == Errno.None)
        {
            bytes = bytes.Slice(_line.WriteNow(bytes));
            error = bytes.IsEmpty || _line.Writers == null ? Errno.None : _line.Writers.Wait();
        }

        return error;
    }
}
