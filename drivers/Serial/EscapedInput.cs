// Undoes the framing of standard input: a serial line has no end of file, so the run script escapes one. SerialConsole feeds it.
namespace Drivers.Serial;

/// <summary>0x10 0x10 is the byte 0x10, 0x10 0x04 the end of the stream; any other byte after 0x10 is itself.</summary>
public struct EscapedInput
{
    private const byte Escape = 0x10, End = 0x04;

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
