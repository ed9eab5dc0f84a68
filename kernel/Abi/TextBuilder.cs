// Builds a line of text in memory that the caller owns: log lines, /proc files, the 9P trace. Never allocates.
namespace Kernel.Abi;

using System;

/// <summary>Appends UTF-8 text and numbers to a span; what does not fit is cut.</summary>
public ref struct TextBuilder
{
    private readonly Span<byte> _text;

    public TextBuilder(Span<byte> text)
    {
        _text = text;
        Length = 0;
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Text => _text.Slice(0, Length);

    public readonly bool IsFull => Length == _text.Length;

    public void Append(scoped ReadOnlySpan<byte> text)
    {
        int count = Math.Min(text.Length, _text.Length - Length);
        text.Slice(0, count).CopyTo(_text.Slice(Length));
        Length += count;
    }

    public void Append(byte character)
    {
        if (Length < _text.Length)
        {
            _text[Length++] = character;
        }
    }

    public void AppendDecimal(long value)
    {
        if (value < 0)
        {
            Append((byte)'-');
        }

        AppendDecimal(value < 0 ? 0UL - (ulong)value : (ulong)value);
    }

    public void AppendDecimal(ulong value, int minimumDigits = 1)
    {
        ulong divisor = 1;
        int digits = 1;
        while (digits < minimumDigits || value / divisor >= 10)
        {
            divisor *= 10;
            digits++;
        }

        for (; divisor != 0; divisor /= 10)
        {
            Append((byte)('0' + (value / divisor % 10)));
        }
    }

    public void AppendHex(ulong value, int minimumDigits = 1)
    {
        int shift = 60;
        while (shift > (minimumDigits - 1) * 4 && value >> shift == 0)
        {
            shift -= 4;
        }

        for (; shift >= 0; shift -= 4)
        {
            Append("0123456789abcdef"u8[(int)(value >> shift & 15)]);
        }
    }
}
