// Undoes the framing of standard input: a serial line has no end of file, so the run script escapes one. ConsoleDevice feeds it.
namespace Drivers.Serial;

/// <summary>
/// 0x10 0x10 is the byte 0x10, 0x10 0x04 the end of the stream, 0x10 0x17 the new size of the user's window: columns and rows follow, two
/// bytes each, low byte first. Any other byte after 0x10 is itself. What comes before the first 0x01 does not count: turning on the port's FIFO drops a byte that waits there (PC16550D, FCR bit 0), so the run script sends two ahead.
/// </summary>
public struct EscapedInput
{
    private const byte Start = 0x01, Escape = 0x10, End = 0x04, Window = 0x17;
    private const int WindowBytes = 4;

    private bool _hasStarted;
    private bool _isEscaped;
    private int _windowBytesToCome;
    private uint _window;

    /// <summary>The byte just taken was the last one of a window's size.</summary>
    public bool HasWindow { get; private set; }

    public readonly ushort Columns => (ushort)_window;

    public readonly ushort Rows => (ushort)(_window >> 16);

    /// <summary>The end mark has come; whatever follows is not input.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Takes one received byte. True when <paramref name="value"/> is a byte of the stream.</summary>
    public bool TryTake(byte received, out byte value)
    {
        value = received;
        HasWindow = false;
        if (IsEnded)
        {
            return false;
        }

        if (!_hasStarted)
        {
            _hasStarted = received == Start;
            return false;
        }

        if (_windowBytesToCome != 0)
        {
            _window = (_window >> 8) | ((uint)received << 24);
            HasWindow = --_windowBytesToCome == 0;
            return false;
        }

        if (_isEscaped)
        {
            _isEscaped = false;
            IsEnded = received == End;
            _windowBytesToCome = received == Window ? WindowBytes : 0;
            return !IsEnded && received != Window;
        }

        _isEscaped = received == Escape;
        return !_isEscaped;
    }
}
