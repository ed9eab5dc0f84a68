// Splits the kernel command line into tokens: blanks separate, "..." quotes, \" \\ \n \t \xHH escape inside quotes. CommandLine uses it.
namespace Kernel.Process;

using System;

/// <summary>Walks over the tokens of a command line, decoding each into memory that the caller owns.</summary>
public ref struct CommandLineTokens
{
    private readonly ReadOnlySpan<byte> _line;
    private readonly Span<byte> _token;
    private int _position;
    private int _length;

    /// <param name="line">The command line, up to its NUL or its end.</param>
    /// <param name="token">Where a decoded token goes; as long as <paramref name="line"/> is always enough.</param>
    public CommandLineTokens(ReadOnlySpan<byte> line, Span<byte> token)
    {
        _line = line;
        _token = token;
        _position = 0;
        _length = 0;
        IsQuoted = false;
        IsMalformed = false;
    }

    /// <summary>The token that the last <see cref="MoveNext"/> found; valid until the next one.</summary>
    public readonly ReadOnlySpan<byte> Token => _token.Slice(0, _length);

    /// <summary>A part of the token was in quotes.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>A quote that never ends, an unknown escape or a token that does not fit.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Decodes the next token; false at the end and when the line is malformed.</summary>
    public bool MoveNext()
    {
        while (_position < _line.Length && IsBlank(_line[_position]))
        {
            _position++;
        }

        _length = 0;
        IsQuoted = false;
        if (_position >= _line.Length || _line[_position] == 0 || IsMalformed)
        {
            return false;
        }

        bool inQuotes = false;
        while (_position < _line.Length && _line[_position] != 0 && (inQuotes || !IsBlank(_line[_position])))
        {
            byte character = _line[_position++];
            if (character == '"')
            {
                inQuotes = !inQuotes;
                IsQuoted = true;
            }
            else if (character == '\\' && inQuotes)
            {
                Put(Escape());
            }
            else
            {
                Put(character);
            }
        }

        IsMalformed |= inQuotes;
        return !IsMalformed;
    }

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\n';

    private static int HexDigit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };

    private byte Escape()
    {
        byte character = _position < _line.Length ? _line[_position++] : (byte)0;
        switch (character)
        {
            case (byte)'"':
            case (byte)'\\':
                return character;
            case (byte)'n':
                return (byte)'\n';
            case (byte)'t':
                return (byte)'\t';
            case (byte)'x' when _position + 2 <= _line.Length:
                int high = HexDigit(_line[_position]);
                int low = HexDigit(_line[_position + 1]);
                _position += 2;
                IsMalformed |= high < 0 || low < 0;
                return (byte)((high << 4) | low);
            default:
                IsMalformed = true;
                return 0;
        }
    }

    private void Put(byte value)
    {
        if (_length < _token.Length)
        {
            _token[_length++] = value;
        }
        else
        {
            IsMalformed = true;
        }
    }
}
