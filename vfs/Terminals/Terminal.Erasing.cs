// Taking back what was typed on the line that is being edited, on the screen as well (eraser in Linux's n_tty.c). Terminal.Typing calls it.
namespace Vfs.Terminals;

public sealed partial class Terminal
{
    private void EraseCharacter()
    {
        if (_input.Editable == 0)
        {
            return;
        }

        bool isUtf8 = (_settings.Input & InputModes.Utf8) != 0;
        byte value;
        int before = ColumnOfEnd();
        do
        {
            value = _input[_input.Count - 1];
            _input.Erase();
        }
        while (isUtf8 && TerminalEcho.IsContinuation(value) && _input.Editable != 0);

        if ((_settings.Local & LocalModes.Echo) == 0)
        {
            return;
        }

        if ((_settings.Local & LocalModes.EchoErase) != 0)
        {
            _echo.Back(before - ColumnOfEnd());
        }
        else
        {
            _echo.Echo(_settings[ControlCharacter.Erase]);
        }
    }

    private void EraseWord()
    {
        while (_input.Editable != 0 && !IsOfWord(_input[_input.Count - 1]))
        {
            EraseCharacter();
        }

        while (_input.Editable != 0 && IsOfWord(_input[_input.Count - 1]))
        {
            EraseCharacter();
        }
    }

    private static bool IsOfWord(byte value) =>
        value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (byte)'_' or >= 0x80;

    private void Kill()
    {
        const LocalModes visible = LocalModes.Echo | LocalModes.EchoKill | LocalModes.EchoKillErase;
        if ((_settings.Local & visible) == visible)
        {
            while (_input.Editable != 0)
            {
                EraseCharacter();
            }

            return;
        }

        while (_input.Editable != 0)
        {
            _input.Erase();
        }

        if ((_settings.Local & LocalModes.Echo) != 0)
        {
            _echo.Echo(_settings[ControlCharacter.Kill]);
            if ((_settings.Local & LocalModes.EchoKill) != 0)
            {
                _echo.Put(NewLine);
            }
        }
    }

    private void Reprint(byte value)
    {
        if ((_settings.Local & LocalModes.Echo) == 0)
        {
            return;
        }

        _echo.Echo(value);
        _echo.Put(NewLine);
        _lineColumn = 0;
        for (int index = _input.Committed; index < _input.Count; index++)
        {
            _echo.Echo(_input[index]);
        }
    }

    private int ColumnOfEnd()
    {
        int column = _lineColumn;
        for (int index = _input.Committed; index < _input.Count; index++)
        {
            column += _echo.WidthOf(_input[index], column);
        }

        return column;
    }
}
