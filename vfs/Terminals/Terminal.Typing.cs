// The line discipline of Terminal: what becomes of each typed byte (n_tty_receive_char). Called in interrupts as well.
// Terminal.Erasing takes back what was typed.
namespace Vfs.Terminals;

using Vfs.Device;

public sealed partial class Terminal
{
    private const byte Bell = 7, NewLine = 10, Return = 13;

    private bool _isNextLiteral;

    // The column in which the line that is being typed began, to find back over tabs.
    private int _lineColumn;

    private void Type(byte value)
    {
        InputModes modes = _settings.Input;
        value = (modes & InputModes.StripBit) != 0 ? (byte)(value & 0x7F) : value;
        if (_isNextLiteral)
        {
            _isNextLiteral = false;
            Keep(value);
            return;
        }

        if (SendsSignal(value) || ((modes & InputModes.FlowControl) != 0 && ControlsFlow(value)))
        {
            return;
        }

        SetStopped(_isStopped && (modes & InputModes.AnyKeyStarts) == 0);

        if (value == Return)
        {
            if ((modes & InputModes.IgnoreReturn) != 0)
            {
                return;
            }

            value = (modes & InputModes.ReturnToNewLine) != 0 ? NewLine : value;
        }
        else if (value == NewLine && (modes & InputModes.NewLineToReturn) != 0)
        {
            value = Return;
        }

        if (_settings.IsCanonical)
        {
            Edit(value);
        }
        else
        {
            Keep(value);
        }
    }

    private bool SendsSignal(byte value)
    {
        if ((_settings.Local & LocalModes.Signals) == 0)
        {
            return false;
        }

        bool isInterrupt = _settings.Is(ControlCharacter.Interrupt, value);
        bool isQuit = _settings.Is(ControlCharacter.Quit, value);
        if (!isInterrupt && !isQuit && !_settings.Is(ControlCharacter.Suspend, value))
        {
            return false;
        }

        if ((_settings.Local & LocalModes.NoFlush) == 0)
        {
            _input.Clear();
        }

        SetStopped(_isStopped && (_settings.Input & InputModes.FlowControl) == 0);
        if ((_settings.Local & LocalModes.Echo) != 0)
        {
            _echo.Echo(value);
        }

        Signals?.Send(isInterrupt ? TerminalKey.Interrupt : isQuit ? TerminalKey.Quit : TerminalKey.Suspend);
        return true;
    }

    private void Edit(byte value)
    {
        bool isExtended = (_settings.Local & LocalModes.Extended) != 0;
        if (_settings.Is(ControlCharacter.Erase, value))
        {
            EraseCharacter();
        }
        else if (_settings.Is(ControlCharacter.Kill, value))
        {
            Kill();
        }
        else if (isExtended && _settings.Is(ControlCharacter.WordErase, value))
        {
            EraseWord();
        }
        else if (isExtended && _settings.Is(ControlCharacter.LiteralNext, value))
        {
            _isNextLiteral = true;
            if ((_settings.Local & LocalModes.Echo) != 0)
            {
                _echo.Put((byte)'^');
                _echo.Put(8);
            }
        }
        else if (isExtended && _settings.Is(ControlCharacter.Reprint, value))
        {
            Reprint(value);
        }
        else if (_settings.Is(ControlCharacter.EndOfFile, value))
        {
            EndFile();
        }
        else if (value == NewLine || _settings.Is(ControlCharacter.EndOfLine, value) || _settings.Is(ControlCharacter.SecondEndOfLine, value))
        {
            EndLine(value);
        }
        else
        {
            Keep(value);
        }
    }

    private void EndFile()
    {
        if (_input.HasNoPlace)
        {
            _echo.Put(Bell);
            return;
        }

        _input.EndFile();
        _readers.Announce(PollEvents.Read);
    }

    private void EndLine(byte value)
    {
        if (_input.HasNoPlace)
        {
            _echo.Put(Bell);
            return;
        }

        if ((_settings.Local & (value == NewLine ? LocalModes.Echo | LocalModes.EchoNewLine : LocalModes.Echo)) != 0)
        {
            _echo.Echo(value);
        }

        _input.EndLine(value);
        _readers.Announce(PollEvents.Read);
    }

    private void Keep(byte value)
    {
        if (_input.IsFull)
        {
            // Linux rings the bell and drops what is typed beyond.
            _echo.Put(Bell);
            return;
        }

        if (_input.Editable == 0)
        {
            _lineColumn = _echo.Column;
        }

        if ((_settings.Local & LocalModes.Echo) != 0)
        {
            _echo.Echo(value);
        }

        _input.Add(value);
        if (!_settings.IsCanonical)
        {
            _input.Commit();
            _readers.Announce(PollEvents.Read);
        }
    }

    private void HangUp()
    {
        _hasHungUp = true;
        _input.Commit();
        _readers.Announce(PollEvents.Read | PollEvents.HangUp);
        Signals?.Send(TerminalKey.HangUp);
    }

    private sealed class Sink(Terminal terminal) : LineSink
    {
        public override void Take(byte value) => terminal.Type(value);

        public override void End() => terminal.HangUp();

        public override void Resize(ushort columns, ushort rows) => terminal.Resize(columns, rows);
    }
}
