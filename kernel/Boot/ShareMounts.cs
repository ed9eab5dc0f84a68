// Opens the shares that the command line names and mounts them: the root, then every mount=. A share that cannot be mounted ends the boot.
namespace Kernel.Boot;

using System;
using Drivers;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Process;
using NinePFs;
using Vfs;

public sealed class ShareMounts
{
    // Of the memory that is free, a share may take one of these parts for rings, and all together one of the whole.
    private const ulong FreePerShare = 8, MemoryPerAll = 8;

    private readonly Machine _machine;
    private readonly DriverCatalog _drivers;
    private readonly MountTable _mounts;
    private readonly MessageTrace? _trace;
    private readonly NinePFileSystem[] _fileSystems = new NinePFileSystem[Limits.Mounts];
    private readonly Share[] _shares = new Share[Limits.Mounts];
    private int _wanted;

    /// <param name="trace">Where every message is told, or null.</param>
    public ShareMounts(Machine machine, DriverCatalog drivers, MountTable mounts, MessageTrace? trace)
    {
        _machine = machine;
        _drivers = drivers;
        _mounts = mounts;
        _trace = trace;
    }

    /// <summary>Shares mounted.</summary>
    public int Count { get; private set; }

    /// <summary>What was mounted as the file system of that index.</summary>
    public Share ShareOf(int index) => _shares[index];

    /// <summary>The longest message of any share so far, or what the machine's size suggests; in bytes.</summary>
    public int LongestMessage
    {
        get
        {
            int longest = _machine.Sizes.MessageSize;
            for (int index = 0; index < Count; index++)
            {
                longest = Math.Max(longest, _fileSystems[index].Requests.MessageSize);
            }

            return longest;
        }
    }

    public NinePFileSystem this[int index] => _fileSystems[index];

    /// <summary>Mounts <c>root=</c> and makes it the root of the process.</summary>
    public FileContext MountRoot(CommandLine options)
    {
        if (options.Root.IsEmpty)
        {
            Fail("root="u8, "not given: name the mount tag of a share; "u8, listsTags: true);
        }

        if (!options.RootFileSystemType.IsEmpty && !options.RootFileSystemType.SequenceEqual("9p"u8))
        {
            Fail(options.RootFileSystemType, "rootfstype= can only be 9p"u8, listsTags: false);
        }

        _wanted = 1 + options.Mounts.Count;
        NinePFileSystem fileSystem = Open(options.Root, options.RootFlags);
        Result<Mount> mount = _mounts.MountRoot(fileSystem, isReadOnly: false, options.Root, options.RootFlags);
        Check(mount, options.Root);
        return new FileContext(mount.Value.Root);
    }

    /// <summary>Mounts every <c>mount=TAG:/path[:ro]</c> in the order given.</summary>
    public void MountOthers(CommandLine options, FileContext context)
    {
        for (int index = 0; index < options.Mounts.Count; index++)
        {
            MountOption.TryParse(options.Mounts[index], out MountOption option);
            NinePFileSystem fileSystem = Open(option.Tag, default);
            Result<Mount> mount = _mounts.MountAt(context, option.Path, fileSystem, option.IsReadOnly, option.Tag, default);
            Check(mount, option.Path);
        }
    }

    /// <summary>For break=N: the root's N-th message from now on is damaged.</summary>
    public void BreakRoot(int message) => _fileSystems[0].Requests.DamagesAfter = (ulong)message;

    /// <summary>Everything is unmounted: tells those who serve the shares.</summary>
    public void Close()
    {
        for (int index = 0; index < Count; index++)
        {
            _shares[index].Close();
        }
    }

    private ulong RingMemory => Math.Min(
        Math.Min(_machine.Sizes.RingMemory, _machine.Sizes.Memory / MemoryPerAll / (ulong)_wanted),
        ((ulong)_machine.Pages.Free << PageSize.Shift) / FreePerShare);

    private NinePFileSystem Open(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> flags)
    {
        if (MountOptions.Parse(flags, out MountOptions options) != Errno.None)
        {
            Fail(options.Offending, "not an option of a 9p mount (rootflags=)"u8, listsTags: false);
        }

        Result<Share> share = _drivers.Find(tag);
        if (share.IsError)
        {
            Fail(tag, share.Error == Errno.EBUSY ? "several shares have this mount tag; "u8 : "no share has this mount tag; "u8, listsTags: true);
        }

        TableSizes sizes = _machine.Sizes;
        bool isAsked = options.MessageSize != 0;
        var limits = new ShareSizes
        {
            Requests = sizes.NineP.Requests,
            MessageSize = isAsked ? (int)Math.Min(options.MessageSize, (uint)sizes.LargestMessageSize) : sizes.MessageSize,
            IsMessageSizeAsked = isAsked,
            RingMemory = RingMemory,
            Shares = _wanted,
        };
        Result<Transport> transport = share.Value.Open(in limits, _machine.Scheduler, _machine.Pages);
        if (transport.IsError)
        {
            Fail(tag, transport.Error == Errno.EBUSY ? "this share is mounted already"u8 : share.Value.Refusal, listsTags: false);
        }

        NinePCapacity capacity = sizes.NineP;
        var fileSystem = new NinePFileSystem(transport.Value, in capacity, _trace);
        MountFailure failure = fileSystem.Mount(in options);
        if (failure.IsFailure)
        {
            var reason = new TextBuilder(stackalloc byte[BootFailure.LongestText]);
            failure.AppendTo(ref reason);
            Fail(tag, reason.Text, listsTags: false);
        }

        Log.Write(LogLevel.Information, "9p: msize "u8, (ulong)fileSystem.Requests.MessageSize);
        _shares[Count] = share.Value;
        _fileSystems[Count++] = fileSystem;
        return fileSystem;
    }

    private void Check(Result<Mount> mount, ReadOnlySpan<byte> subject)
    {
        if (mount.IsError)
        {
            Fail(subject, mount.Error == Errno.EBUSY ? "something is mounted there already"u8 : "cannot be a mount point"u8, listsTags: false);
        }
    }

    private void Fail(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> reason, bool listsTags)
    {
        var text = new TextBuilder(stackalloc byte[BootFailure.LongestText]);
        text.Append(reason);
        if (listsTags)
        {
            text.Append(_drivers.Count == 0 ? "the VM has no shares"u8 : "the VM has: "u8);
            _drivers.AppendTags(ref text);
        }

        BootFailure.Stop(BootFailure.Status, subject, text.Text);
    }
}
