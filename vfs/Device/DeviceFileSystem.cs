// /dev: the few devices that programs expect, and the links to a process's own descriptors. SystemMounts mounts it.
namespace Vfs.Device;

using System;
using Kernel.Abi;
using Vfs.Synthetic;
using Vfs.Terminals;

/// <summary>A fixed, flat directory (devtmpfs without making nodes). /dev/shm is a mount of its own, if any.</summary>
public sealed class DeviceFileSystem : SyntheticFileSystem
{
    private readonly CharacterDevice _null = new NullDevice();
    private readonly CharacterDevice _zero = new ZeroDevice(isFull: false);
    private readonly CharacterDevice _full = new ZeroDevice(isFull: true);
    private readonly CharacterDevice _random;
    private readonly CharacterDevice _console;
    private readonly CharacterDevice _errors;
    private readonly CharacterDevice _terminal;

    /// <param name="capacity">Nodes that can be referred to at once.</param>
    /// <param name="console">The app's standard input and output: /dev/console and /dev/ttyS0.</param>
    /// <param name="errors">The app's standard error: /dev/ttyS1.</param>
    /// <param name="terminal">/dev/tty; null when nobody sits at one.</param>
    public DeviceFileSystem(
        int capacity, CharacterDevice console, CharacterDevice errors, CharacterDevice? terminal, EntropySource entropy, WallClock clock)
        : base((ulong)Entry.Root, capacity, null, clock)
    {
        _console = console;
        _errors = errors;
        _terminal = terminal ?? new NoTerminal();
        _random = new RandomDevice(entropy);
    }

    private enum Entry : ulong
    {
        None,
        Root,
        Null,
        Zero,
        Full,
        Random,
        UnlimitedRandom,
        Console,
        Terminal,
        FirstSerial,
        SecondSerial,
        StandardInput,
        StandardOutput,
        StandardError,
        Descriptors,
        End,
    }

    public override ReadOnlySpan<byte> TypeName => "devtmpfs"u8;

    /// <summary>TMPFS_MAGIC: devtmpfs says so on Linux.</summary>
    protected override uint Magic => 0x01021994;

    protected internal override uint ModeOf(ulong id) => (Entry)id switch
    {
        Entry.Root => FileMode.TypeBits(FileType.Directory) | 0x1ED,
        Entry.Console => FileMode.TypeBits(TypeOf(_console)) | 0x180,
        Entry.FirstSerial => FileMode.TypeBits(TypeOf(_console)) | 0x1B6,
        Entry.SecondSerial => FileMode.TypeBits(TypeOf(_errors)) | 0x1B6,
        >= Entry.StandardInput => FileMode.TypeBits(FileType.SymbolicLink) | 0x1FF,
        _ => FileMode.TypeBits(FileType.CharacterDevice) | 0x1B6,
    };

    protected internal override ulong ParentOf(ulong id) => (ulong)Entry.Root;

    protected internal override ulong NextChild(ulong directory, ref ulong position)
    {
        ulong id = (ulong)Entry.Root + 1 + position;
        if (id >= (ulong)Entry.End)
        {
            return 0;
        }

        position++;
        return id;
    }

    protected internal override ReadOnlySpan<byte> NameOf(ulong id, Span<byte> space) => (Entry)id switch
    {
        Entry.Null => "null"u8,
        Entry.Zero => "zero"u8,
        Entry.Full => "full"u8,
        Entry.Random => "random"u8,
        Entry.UnlimitedRandom => "urandom"u8,
        Entry.Console => "console"u8,
        Entry.Terminal => "tty"u8,
        Entry.FirstSerial => "ttyS0"u8,
        Entry.SecondSerial => "ttyS1"u8,
        Entry.StandardInput => "stdin"u8,
        Entry.StandardOutput => "stdout"u8,
        Entry.StandardError => "stderr"u8,
        Entry.Descriptors => "fd"u8,
        _ => default,
    };

    protected internal override Result<int> ReadLink(ulong id, Span<byte> target)
    {
        ReadOnlySpan<byte> text = (Entry)id switch
        {
            Entry.StandardInput => "/proc/self/fd/0"u8,
            Entry.StandardOutput => "/proc/self/fd/1"u8,
            Entry.StandardError => "/proc/self/fd/2"u8,
            Entry.Descriptors => "/proc/self/fd"u8,
            _ => default,
        };
        if (text.IsEmpty)
        {
            return Errno.EINVAL;
        }

        int length = Math.Min(text.Length, target.Length);
        text[..length].CopyTo(target);
        return length;
    }

    protected internal override CharacterDevice? DeviceOf(ulong id) => (Entry)id switch
    {
        Entry.Null => _null,
        Entry.Zero => _zero,
        Entry.Full => _full,
        Entry.Random or Entry.UnlimitedRandom => _random,
        Entry.SecondSerial => _errors,
        Entry.Terminal => _terminal,
        _ => _console,
    };

    /// <summary>Major and minor numbers of Documentation/admin-guide/devices.txt as major &lt;&lt; 8 | minor.</summary>
    protected internal override ulong SpecialDeviceOf(ulong id) => (Entry)id switch
    {
        Entry.Null => 0x103,
        Entry.Zero => 0x105,
        Entry.Full => 0x107,
        Entry.Random => 0x108,
        Entry.UnlimitedRandom => 0x109,
        Entry.Terminal => 0x500,
        Entry.Console when TypeOf(_console) == FileType.CharacterDevice => 0x501,
        Entry.FirstSerial when TypeOf(_console) == FileType.CharacterDevice => 0x440,
        Entry.SecondSerial when TypeOf(_errors) == FileType.CharacterDevice => 0x441,
        _ => 0,
    };

    /// <summary>
    /// Programs that find a character device as their input or output think that a user sits there. Without one the streams are what they
    /// are behind a pipe of the shell.
    /// </summary>
    private static FileType TypeOf(CharacterDevice stream) => stream is Terminal ? FileType.CharacterDevice : FileType.Fifo;
}
