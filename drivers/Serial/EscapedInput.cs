// Undoes the framing of standard input: a serial line has no end of file, so the run script escapes one. ConsoleDevice feeds it.
namespace Drivers.Serial;

/// <summary>
/// 0x10 0x10 is the byte 0x10, 0x10 0x04 the end of the stream; any other byte after 0x10 is itself. What comes before the first 0x01
/// does not count: turning on the port's FIFO drops a byte that waits there (PC16550D, FCR bit 0), so the run script sends two ahead.
/// </summary>
public struct EscapedInput
{
    private const byte Start = 0x01, Escape = 0x10, End = 0x04;

    private bool _hasStarted;
    private bool _isEscaped;

    /// <summary>The end mark has come; whatever follows is not input.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Takes one received byte. True when <paramref name="value"/> is a byte of the stream.</summary>
    public bool TryTake(byte received, out byte value)
    {
        value = received;
        if (IsEnded)
        {
            return false;
        }

        if (!_hasStarted)
        {
            _hasStarted = received == Start;
            return false;
        }

        if (_isEscaped)
        {
            _isEscaped = false;
            IsEnded = received == End;
            return !IsEnded;
        }

        _isEscaped = received == Escape;
        return !_isEscaped;
    }
}
