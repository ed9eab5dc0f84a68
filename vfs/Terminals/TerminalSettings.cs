// struct termios: how a terminal treats what is typed and what is written. Terminal acts by it, TCGETS and TCSETS copy it.
namespace Vfs.Terminals;

using System;
using System.Buffers.Binary;

/// <summary>c_iflag (include/uapi/asm-generic/termbits.h).</summary>
[Flags]
public enum InputModes : uint
{
    None = 0,
    StripBit = 0x20,
    NewLineToReturn = 0x40,
    IgnoreReturn = 0x80,
    ReturnToNewLine = 0x100,
    FlowControl = 0x400,
    AnyKeyStarts = 0x800,
    Utf8 = 0x4000,
}

/// <summary>c_oflag.</summary>
[Flags]
public enum OutputModes : uint
{
    None = 0,
    Process = 1,
    NewLineToReturnNewLine = 4,
    ReturnToNewLine = 8,
}

/// <summary>c_lflag.</summary>
[Flags]
public enum LocalModes : uint
{
    None = 0,
    Signals = 1,
    Canonical = 2,
    Echo = 8,
    EchoErase = 0x10,
    EchoKill = 0x20,
    EchoNewLine = 0x40,
    NoFlush = 0x80,
    EchoControl = 0x200,
    EchoKillErase = 0x800,
    Extended = 0x8000,
}

/// <summary>Index of a control character in c_cc.</summary>
public enum ControlCharacter
{
    Interrupt = 0,
    Quit = 1,
    Erase = 2,
    Kill = 3,
    EndOfFile = 4,
    Time = 5,
    Minimum = 6,
    Start = 8,
    Stop = 9,
    Suspend = 10,
    EndOfLine = 11,
    Reprint = 12,
    WordErase = 14,
    LiteralNext = 15,
    SecondEndOfLine = 16,
}

public sealed class TerminalSettings
{
    /// <summary>Bytes of the kernel's struct termios: four words, c_line, 19 control characters.</summary>
    public const int Size = 36;

    private const int CharactersOffset = 17, Characters = 19;

    private readonly byte[] _bytes = new byte[Size];

    /// <summary>tty_std_termios, at 38400 baud.</summary>
    public TerminalSettings()
    {
        const InputModes input = InputModes.ReturnToNewLine | InputModes.FlowControl | InputModes.Utf8;
        const LocalModes local = LocalModes.Signals | LocalModes.Canonical | LocalModes.Echo | LocalModes.EchoErase
            | LocalModes.EchoKill | LocalModes.EchoControl | LocalModes.EchoKillErase | LocalModes.Extended;
        const uint control = 0xBF;
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, (uint)input);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(4), (uint)(OutputModes.Process | OutputModes.NewLineToReturnNewLine));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(8), control);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(12), (uint)local);
        ReadOnlySpan<byte> characters = [3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0];
        characters.CopyTo(_bytes.AsSpan(CharactersOffset));
    }

    public InputModes Input => (InputModes)BinaryPrimitives.ReadUInt32LittleEndian(_bytes);

    public OutputModes Output => (OutputModes)BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(4));

    public LocalModes Local => (LocalModes)BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(12));

    public bool IsCanonical => (Local & LocalModes.Canonical) != 0;

    public byte this[ControlCharacter character] => _bytes[CharactersOffset + (int)character];

    /// <summary>Whether a byte is a control character that is turned on: 0 turns one off.</summary>
    public bool Is(ControlCharacter character, byte value) => value != 0 && this[character] == value;

    public void CopyTo(Span<byte> termios) => _bytes.AsSpan().CopyTo(termios);

    public void Set(ReadOnlySpan<byte> termios) => termios.Slice(0, CharactersOffset + Characters).CopyTo(_bytes);
}
