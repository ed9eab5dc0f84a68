// How message fields look in the trace and in the test vectors; the messages' AppendTo use it.
namespace NinePFs.Wire;

using System;
using Kernel.Abi;

public static class FieldText
{
    /// <summary><c> name value</c> in decimal; the name comes with its spaces.</summary>
    public static void AppendNumber(ref TextBuilder text, ReadOnlySpan<byte> name, ulong value)
    {
        text.Append(name);
        text.AppendDecimal(value);
    }

    public static void AppendHex(ref TextBuilder text, ReadOnlySpan<byte> name, ulong value)
    {
        text.Append(name);
        text.Append("0x"u8);
        text.AppendHex(value);
    }

    /// <summary>Permission and type bits, in octal as chmod(1) has them.</summary>
    public static void AppendMode(ref TextBuilder text, ReadOnlySpan<byte> name, uint mode)
    {
        text.Append(name);
        text.Append((byte)'0');
        int shift = 30;
        while (shift >= 0 && mode >> shift == 0)
        {
            shift -= 3;
        }

        for (; shift >= 0; shift -= 3)
        {
            text.Append((byte)('0' + (mode >> shift & 7)));
        }
    }

    /// <summary>A string of the message; control bytes become '?', so that a line stays a line.</summary>
    public static void AppendString(ref TextBuilder text, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        text.Append(name);
        for (int index = 0; index < value.Length; index++)
        {
            byte character = value[index];
            text.Append(character is < 0x20 or 0x7F ? (byte)'?' : character);
        }
    }

    /// <summary>type:version:path, the type in hex.</summary>
    public static void AppendQid(ref TextBuilder text, ReadOnlySpan<byte> name, in Qid qid)
    {
        text.Append(name);
        text.AppendHex((ulong)qid.Type, 2);
        text.Append((byte)':');
        text.AppendDecimal((ulong)qid.Version);
        text.Append((byte)':');
        text.AppendDecimal(qid.Path);
    }

    /// <summary>seconds.nanoseconds, both as the wire has them.</summary>
    public static void AppendTime(ref TextBuilder text, ReadOnlySpan<byte> name, Timespec time)
    {
        text.Append(name);
        text.AppendDecimal(time.Seconds);
        text.Append((byte)'.');
        text.AppendDecimal((ulong)time.Nanoseconds, 9);
    }
}
