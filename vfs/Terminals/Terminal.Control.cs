// ioctl_tty(2) on Terminal: settings, window size, and who is in front, which is always the one process.
namespace Vfs.Terminals;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using static Kernel.Abi.ControlRequest;

public sealed partial class Terminal
{
    /// <summary>The process, its group and its session.</summary>
    private const int OnlyProcess = 1;

    public override Errno Control(uint request, Span<byte> argument)
    {
        switch (request)
        {
            case GetTerminal when argument.Length >= TerminalSettings.Size:
                _settings.CopyTo(argument);
                return Errno.None;
            case SetTerminal or SetTerminalDrain or SetTerminalFlush when argument.Length >= TerminalSettings.Size:
                Set(argument, flushes: request == SetTerminalFlush);
                return Errno.None;
            case FlushQueue when argument.Length >= sizeof(int):
                return Discard(BinaryPrimitives.ReadInt32LittleEndian(argument));
            case GetWindowSize when argument.Length >= _windowSize.Length:
                _windowSize.AsSpan().CopyTo(argument);
                return Errno.None;
            case SetWindowSize when argument.Length >= _windowSize.Length:
                Resize(argument.Slice(0, _windowSize.Length));
                return Errno.None;
            case GetProcessGroup or GetSession or BytesReadable or BytesUnsent when argument.Length >= sizeof(int):
                BinaryPrimitives.WriteInt32LittleEndian(argument, request switch
                {
                    BytesReadable => _input.ReadableBytes,
                    BytesUnsent => 0,
                    _ => OnlyProcess,
                });
                return Errno.None;
            case SetProcessGroup when argument.Length >= sizeof(int):
                int group = BinaryPrimitives.ReadInt32LittleEndian(argument);
                return group == OnlyProcess ? Errno.None : group < 0 ? Errno.EINVAL : Errno.ESRCH;
            case FlowControl when argument.Length >= sizeof(int):
                return ChangeFlow(BinaryPrimitives.ReadInt32LittleEndian(argument));
            case SendBreak or Exclusive or NotExclusive or SetControlling or GiveUpControlling:
                return Errno.None;
            default:
                return Errno.ENOTTY;
        }
    }

    private void Set(ReadOnlySpan<byte> termios, bool flushes)
    {
        bool wasCanonical = _settings.IsCanonical;
        if (flushes)
        {
            _line.TakeInput();
            _input.Clear();
        }

        bool hadFlowControl = (_settings.Input & InputModes.FlowControl) != 0;
        _settings.Set(termios);
        SetStopped(_isStopped && !(hadFlowControl && (_settings.Input & InputModes.FlowControl) == 0));
        if (wasCanonical != _settings.IsCanonical)
        {
            // What was typed under the old rules can be read under the new ones.
            _input.Commit();
            _isNextLiteral = false;
            _readers.Announce(_input.Committed != 0 ? PollEvents.Read : PollEvents.None);
        }
    }

    private Errno Discard(int queue)
    {
        const int input = 0, output = 1, both = 2;
        if (queue is not (input or output or both))
        {
            return Errno.EINVAL;
        }

        if (queue != output)
        {
            _line.TakeInput();
            _input.Clear();
        }

        return Errno.None;
    }

    private void Resize(ushort columns, ushort rows)
    {
        Span<byte> size = stackalloc byte[8];
        size.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(size, rows);
        BinaryPrimitives.WriteUInt16LittleEndian(size.Slice(2), columns);
        Resize(size);
    }

    private void Resize(ReadOnlySpan<byte> size)
    {
        bool isOther = !size.SequenceEqual(_windowSize);
        size.CopyTo(_windowSize);
        if (isOther)
        {
            Signals?.Send(TerminalKey.Resize);
        }
    }
}
