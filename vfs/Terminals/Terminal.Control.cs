// ioctl_tty(2) on Terminal: settings, window size, and who is in front, which is always the one process.
namespace Vfs.Terminals;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

public sealed partial class Terminal
{
    private const uint GetSettings = 0x5401, SetSettings = 0x5402, SetSettingsDrain = 0x5403, SetSettingsFlush = 0x5404;
    private const uint SendBreak = 0x5409, FlowControl = 0x540A, Flush = 0x540B, Exclusive = 0x540C, NotExclusive = 0x540D;
    private const uint SetControlling = 0x540E, GetGroup = 0x540F, SetGroup = 0x5410, BytesUnsent = 0x5411;
    private const uint GetWindow = 0x5413, SetWindow = 0x5414, BytesReadable = 0x541B, GiveUpControlling = 0x5422, GetSession = 0x5429;

    /// <summary>The process, its group and its session.</summary>
    private const int OnlyProcess = 1;

    public override Errno Control(uint request, Span<byte> argument)
    {
        switch (request)
        {
            case GetSettings when argument.Length >= TerminalSettings.Size:
                _settings.CopyTo(argument);
                return Errno.None;
            case SetSettings or SetSettingsDrain or SetSettingsFlush when argument.Length >= TerminalSettings.Size:
                Set(argument, flushes: request == SetSettingsFlush);
                return Errno.None;
            case Flush when argument.Length >= sizeof(int):
                return FlushQueue(BinaryPrimitives.ReadInt32LittleEndian(argument));
            case GetWindow when argument.Length >= _windowSize.Length:
                _windowSize.AsSpan().CopyTo(argument);
                return Errno.None;
            case SetWindow when argument.Length >= _windowSize.Length:
                Resize(argument.Slice(0, _windowSize.Length));
                return Errno.None;
            case GetGroup or GetSession or BytesReadable or BytesUnsent when argument.Length >= sizeof(int):
                BinaryPrimitives.WriteInt32LittleEndian(argument, request switch
                {
                    BytesReadable => _input.ReadableBytes,
                    BytesUnsent => 0,
                    _ => OnlyProcess,
                });
                return Errno.None;
            case SetGroup when argument.Length >= sizeof(int):
                int group = BinaryPrimitives.ReadInt32LittleEndian(argument);
                return group == OnlyProcess ? Errno.None : group < 0 ? Errno.EINVAL : Errno.ESRCH;
            case SendBreak or FlowControl or Exclusive or NotExclusive or SetControlling or GiveUpControlling:
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

        _settings.Set(termios);
        if (wasCanonical != _settings.IsCanonical)
        {
            // What was typed under the old rules can be read under the new ones.
            _input.Commit();
            _isNextLiteral = false;
            _readers.Announce(_input.Committed != 0 ? PollEvents.Read : PollEvents.None);
        }
    }

    private Errno FlushQueue(int queue)
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
