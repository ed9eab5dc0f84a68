// The kernel's options and the app's arguments, as the VM's command line spells them; KernelMain parses it once and hands it on.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Interrupts;

/// <summary>
/// <c>root=TAG rootfstype=9p rootflags=… mount=TAG:/path[:ro] init=/app loglevel=N env=K=V cwd=/dir stdin=escaped trace=9p stats=1 crash=1 break=N interrupts=auto -- arg…</c>:
/// Linux's words where Linux has them. An option that is not in this list is an error, so that a typing mistake cannot pass unseen.
/// </summary>
public sealed partial class CommandLine
{
    private const int MaximumLength = 4096 * 4;
    private const int MaximumErrorLength = 200;

    private readonly ArgumentList _values;
    private readonly byte[] _token;
    private readonly byte[] _error = new byte[MaximumErrorLength];
    private int _errorLength;
    private int _root = -1;
    private int _rootType = -1;
    private int _rootFlags = -1;
    private int _init = -1;
    private int _directory = -1;

    /// <param name="length">Bytes of the line to be parsed.</param>
    public CommandLine(int length)
    {
        int bytes = Math.Clamp(length, 16, MaximumLength);
        int words = (bytes / 2) + 2;
        _values = new ArgumentList(bytes, 32);
        _token = new byte[bytes];
        Arguments = new ArgumentList(bytes * 2, words);
        Environment = new ArgumentList(bytes, words);
        Mounts = new ArgumentList(bytes, Limits.Mounts);
        Devices = new ArgumentList(bytes, Limits.Mounts);
    }

    /// <summary>The app's arguments; the first one is <see cref="Init"/>.</summary>
    public ArgumentList Arguments { get; }

    /// <summary>The app's environment, each <c>K=V</c>.</summary>
    public ArgumentList Environment { get; }

    /// <summary>Values of the mount options, each fit for <see cref="MountOption.TryParse"/>.</summary>
    public ArgumentList Mounts { get; }

    /// <summary>Values of <c>virtio_mmio.device=</c>, which QEMU's microvm appends by itself.</summary>
    public ArgumentList Devices { get; }

    /// <summary>Mount tag of the root folder; empty when there is no <c>root=</c>.</summary>
    public ReadOnlySpan<byte> Root => Value(_root);

    public ReadOnlySpan<byte> RootFileSystemType => Value(_rootType);

    /// <summary>Comma-separated mount options of the root.</summary>
    public ReadOnlySpan<byte> RootFlags => Value(_rootFlags);

    /// <summary>Path of the program to run.</summary>
    public ReadOnlySpan<byte> Init => Value(_init);

    /// <summary>Working directory of the app; "/" by default.</summary>
    public ReadOnlySpan<byte> WorkingDirectory => _directory < 0 ? "/"u8 : Value(_directory);

    /// <summary>0 to 8 as in Linux, -1 when not given.</summary>
    public int LogLevel { get; private set; } = -1;

    /// <summary>The run script escapes standard input: 0x10 0x10 is the byte 0x10, 0x10 0x04 the end.</summary>
    public bool IsInputEscaped { get; private set; }

    public bool TracesNineP { get; private set; }

    public bool ShowsStatistics { get; private set; }

    /// <summary>interrupts=: auto, lines, pic or none; what devices with better ways do without, so that the others can be tried.</summary>
    public InterruptChoice Interrupts { get; private set; }

    /// <summary>crash=1: the kernel panics instead of starting the app, so that the report of a panic can be tried.</summary>
    public bool Crashes { get; private set; }

    /// <summary>break=N: the app's N-th message to the root share is one that its device gives up at, so that surviving this can be tried.</summary>
    public int BreaksAt { get; private set; }

    /// <summary>tty=COLUMNSxROWS: a terminal of this size is at the other end of the console; 0 when there is none.</summary>
    public ushort TerminalColumns { get; private set; }

    public ushort TerminalRows { get; private set; }

    /// <summary>tty=COLUMNSxROWS,stderr: standard error goes there too.</summary>
    public bool TerminalHasErrors { get; private set; }

    /// <summary>date=: when the machine was started, in microseconds since 1970; 0 when not given.</summary>
    public ulong DateMicroseconds { get; private set; }

    /// <summary>uid= and gid=: who the app is, normally who has started the VM.</summary>
    public uint Uid { get; private set; }

    public uint Gid { get; private set; }

    /// <summary>One sentence that says what is wrong with the line; empty when <see cref="Parse"/> returned true.</summary>
    public ReadOnlySpan<byte> Error => ((ReadOnlySpan<byte>)_error).Slice(0, _errorLength);

    /// <summary>Takes the line apart. False: <see cref="Error"/> says why.</summary>
    public bool Parse(ReadOnlySpan<byte> line)
    {
        var tokens = new CommandLineTokens(line, _token);
        bool isOption = true;
        while (tokens.MoveNext())
        {
            ReadOnlySpan<byte> token = tokens.Token;
            if (!isOption)
            {
                // microvm appends its devices behind everything, so behind the app's arguments too.
                bool isDevice = !tokens.IsQuoted && token.StartsWith("virtio_mmio.device="u8);
                if (!(isDevice ? Devices.Add(token.Slice(19)) : Arguments.Add(token)))
                {
                    return Fail("too many arguments"u8, default);
                }
            }
            else if (token.SequenceEqual("--"u8) && !tokens.IsQuoted)
            {
                isOption = false;
                AddInit();
            }
            else if (!ParseOption(token))
            {
                return _errorLength != 0 ? false : Fail("bad kernel option"u8, token);
            }
        }

        if (tokens.IsMalformed)
        {
            return Fail("malformed quoting in the kernel command line"u8, default);
        }

        if (isOption)
        {
            AddInit();
        }

        return _init >= 0 && Init.Length != 0 || Fail("no program to run: the kernel option init= is missing"u8, default);
    }

    private void AddInit()
    {
        if (_init >= 0)
        {
            Arguments.Add(Init);
        }
    }

    // A later option overrides an earlier one, as on Linux.
    private bool Keep(ReadOnlySpan<byte> value, ref int index)
    {
        index = _values.Count;
        return _values.Add(value) || Fail("too many kernel options"u8, default);
    }

    private ReadOnlySpan<byte> Value(int index) => index < 0 ? default : _values[index];

    private bool Fail(ReadOnlySpan<byte> reason, ReadOnlySpan<byte> token)
    {
        var text = new TextBuilder(_error);
        text.Append(reason);
        if (token.Length != 0)
        {
            text.Append(": "u8);
            text.Append(token);
        }

        _errorLength = text.Length;
        return false;
    }
}
