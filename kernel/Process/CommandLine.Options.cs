// The options of CommandLine, one after the other: what each of them takes. Its Parse calls for every token before "--".
namespace Kernel.Process;

using System;
using Kernel.Interrupts;

public sealed partial class CommandLine
{
    private bool ParseOption(ReadOnlySpan<byte> token)
    {
        int equals = token.IndexOf((byte)'=');
        if (equals <= 0)
        {
            return Fail("unknown kernel option"u8, token);
        }

        ReadOnlySpan<byte> key = token.Slice(0, equals);
        ReadOnlySpan<byte> value = token.Slice(equals + 1);
        if (key.SequenceEqual("root"u8))
        {
            return Keep(value, ref _root);
        }

        if (key.SequenceEqual("rootfstype"u8))
        {
            return Keep(value, ref _rootType);
        }

        if (key.SequenceEqual("rootflags"u8))
        {
            return Keep(value, ref _rootFlags);
        }

        if (key.SequenceEqual("init"u8))
        {
            return Keep(value, ref _init);
        }

        if (key.SequenceEqual("console"u8))
        {
            // Linux asks which of several; here every stream has a device of its own.
            return true;
        }

        if (key.SequenceEqual("cwd"u8))
        {
            return value.Length != 0 && value[0] == '/' && Keep(value, ref _directory);
        }

        if (key.SequenceEqual("mount"u8))
        {
            return MountOption.TryParse(value, out _) && Mounts.Add(value);
        }

        if (key.SequenceEqual("env"u8))
        {
            return value.IndexOf((byte)'=') > 0 && Environment.Add(value);
        }

        if (key.SequenceEqual("virtio_mmio.device"u8))
        {
            return Devices.Add(value);
        }

        if (key.SequenceEqual("break"u8))
        {
            bool isCount = OptionValue.TryParseNumber(value, out uint count) && value.Length < 9;
            BreaksAt = (int)count;
            return isCount;
        }

        if (key.SequenceEqual("date"u8))
        {
            bool isDate = OptionValue.TryParseNumber(value, out ulong microseconds);
            DateMicroseconds = microseconds;
            return isDate;
        }

        if (key.SequenceEqual("tty"u8))
        {
            return ParseTerminal(value);
        }

        if (key.SequenceEqual("uid"u8) || key.SequenceEqual("gid"u8))
        {
            return ParseIdentity(key, value);
        }

        return IsSwitch(key) ? ParseSwitch(key, value) : Fail("unknown kernel option"u8, token);
    }

    private bool ParseTerminal(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> suffix = ",stderr"u8;
        TerminalHasErrors = value.EndsWith(suffix);
        value = TerminalHasErrors ? value.Slice(0, value.Length - suffix.Length) : value;
        bool isSize = OptionValue.TryParseSize(value, out ushort columns, out ushort rows);
        TerminalColumns = columns;
        TerminalRows = rows;
        return isSize;
    }

    private bool ParseIdentity(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        // All ones mean "unchanged" to every call that takes an id.
        bool isId = OptionValue.TryParseNumber(value, out uint id) && id != uint.MaxValue;
        if (key[0] == 'u')
        {
            Uid = id;
        }
        else
        {
            Gid = id;
        }

        return isId;
    }

    private static bool IsSwitch(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("loglevel"u8) || key.SequenceEqual("stdin"u8) || key.SequenceEqual("trace"u8) || key.SequenceEqual("stats"u8)
        || key.SequenceEqual("crash"u8) || key.SequenceEqual("interrupts"u8);

    private bool ParseSwitch(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("loglevel"u8) && value.Length == 1 && value[0] is >= (byte)'0' and <= (byte)'8')
        {
            LogLevel = value[0] - '0';
            return true;
        }

        if (key.SequenceEqual("stdin"u8) && (value.SequenceEqual("escaped"u8) || value.SequenceEqual("raw"u8)))
        {
            IsInputEscaped = value.SequenceEqual("escaped"u8);
            return true;
        }

        if (key.SequenceEqual("trace"u8) && value.SequenceEqual("9p"u8))
        {
            TracesNineP = true;
            return true;
        }

        if (key.SequenceEqual("interrupts"u8))
        {
            bool isChoice = OptionValue.TryParseInterrupts(value, out InterruptChoice choice);
            Interrupts = choice;
            return isChoice;
        }

        bool isOn = value.SequenceEqual("1"u8);
        if (!isOn && !value.SequenceEqual("0"u8))
        {
            return false;
        }

        if (key.SequenceEqual("stats"u8))
        {
            ShowsStatistics = isOn;
            return true;
        }

        Crashes = isOn;
        return key.SequenceEqual("crash"u8);
    }
}
