// The options of CommandLine, one after the other: what each of them takes. Its Parse calls for every token before "--".
namespace Kernel.Process;

using System;
using Kernel.Interrupts;

public sealed partial class CommandLine
{
    /// <summary>In the order of the names below.</summary>
    private enum OptionName
    {
        None = -1,
        Root,
        RootType,
        RootFlags,
        Init,
        Console,
        Directory,
        Mount,
        Environment,
        Device,
        Break,
        Date,
        Terminal,
        Uid,
        Gid,
        LogLevel,
        Input,
        Trace,
        Statistics,
        Crash,
        Interrupts,
    }

    /// <summary>What stands before the equals sign, each with a space behind it.</summary>
    private static ReadOnlySpan<byte> OptionNames =>
        "root rootfstype rootflags init console cwd mount env virtio_mmio.device break date tty uid gid loglevel stdin trace stats crash interrupts "u8;

    private bool ParseOption(ReadOnlySpan<byte> token)
    {
        int equals = token.IndexOf((byte)'=');
        if (equals <= 0)
        {
            return Fail("unknown kernel option"u8, token);
        }

        ReadOnlySpan<byte> value = token.Slice(equals + 1);
        OptionName name = FindOption(token.Slice(0, equals));
        switch (name)
        {
            case OptionName.Root:
                return Keep(value, ref _root);
            case OptionName.RootType:
                return Keep(value, ref _rootType);
            case OptionName.RootFlags:
                return Keep(value, ref _rootFlags);
            case OptionName.Init:
                return Keep(value, ref _init);
            case OptionName.Console:
                // Linux asks which of several; here every stream has a device of its own.
                return true;
            case OptionName.Directory:
                return value.Length != 0 && value[0] == '/' && Keep(value, ref _directory);
            case OptionName.Mount:
                return MountOption.TryParse(value, out _) && Mounts.Add(value);
            case OptionName.Environment:
                return value.IndexOf((byte)'=') > 0 && Environment.Add(value);
            case OptionName.Device:
                return Devices.Add(value);
            case OptionName.Break:
                bool isCount = OptionValue.TryParseNumber(value, out uint count) && value.Length < 9;
                BreaksAt = (int)count;
                return isCount;
            case OptionName.Date:
                bool isDate = OptionValue.TryParseNumber(value, out ulong microseconds);
                DateMicroseconds = microseconds;
                return isDate;
            case OptionName.Terminal:
                return ParseTerminal(value);
            case OptionName.Uid or OptionName.Gid:
                return ParseIdentity(name, value);
            case OptionName.None:
                return Fail("unknown kernel option"u8, token);
            default:
                return ParseSwitch(name, value);
        }
    }

    private static OptionName FindOption(ReadOnlySpan<byte> name)
    {
        var option = (OptionName)0;
        int start = 0;
        for (int end = 0; end < OptionNames.Length; end++)
        {
            if (OptionNames[end] == ' ')
            {
                if (OptionNames.Slice(start, end - start).SequenceEqual(name))
                {
                    return option;
                }

                option++;
                start = end + 1;
            }
        }

        return OptionName.None;
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

    private bool ParseIdentity(OptionName name, ReadOnlySpan<byte> value)
    {
        // All ones mean "unchanged" to every call that takes an id.
        bool isId = OptionValue.TryParseNumber(value, out uint id) && id != uint.MaxValue;
        if (name == OptionName.Uid)
        {
            Uid = id;
        }
        else
        {
            Gid = id;
        }

        return isId;
    }

    /// <summary>The options with a few words as values.</summary>
    private bool ParseSwitch(OptionName name, ReadOnlySpan<byte> value)
    {
        bool isOn = value.SequenceEqual("1"u8);
        switch (name)
        {
            case OptionName.LogLevel:
                bool isLevel = value.Length == 1 && value[0] is >= (byte)'0' and <= (byte)'8';
                LogLevel = isLevel ? value[0] - '0' : LogLevel;
                return isLevel;
            case OptionName.Input:
                IsInputEscaped = value.SequenceEqual("escaped"u8);
                return IsInputEscaped || value.SequenceEqual("raw"u8);
            case OptionName.Interrupts:
                bool isChoice = OptionValue.TryParseInterrupts(value, out InterruptChoice choice);
                Interrupts = choice;
                return isChoice;
            case OptionName.Trace when value.SequenceEqual("9p"u8):
                TracesNineP = true;
                return true;
            case OptionName.Statistics:
                ShowsStatistics = isOn;
                return isOn || value.SequenceEqual("0"u8);
            case OptionName.Crash:
                Crashes = isOn;
                return isOn || value.SequenceEqual("0"u8);
            default:
                return false;
        }
    }
}
