// The few files of /sys that C libraries and .NET read at start: processors, their caches, huge pages. SystemMounts mounts it.
namespace Vfs.Proc;

using System;
using Kernel.Abi;
using Vfs.Synthetic;

/// <summary>sysfs (sysfs(5)), read-only. /sys/fs/cgroup is absent: no limits.</summary>
public sealed class SysFileSystem : SyntheticFileSystem
{
    private readonly SysSource _source;

    /// <param name="capacity">Nodes that can be referred to at once.</param>
    public SysFileSystem(int capacity, SysSource source, TextSnapshots snapshots, WallClock clock)
        : base((ulong)Entry.Root, capacity, snapshots, clock)
    {
        _source = source;
    }

    /// <summary>In the id of a file it is the low byte; the number of a cache stands above it.</summary>
    private enum Entry : byte
    {
        None,
        Root,
        Devices,
        Kernel,
        System,
        Processors,
        Online,
        Possible,
        Present,
        FirstProcessor,
        Caches,
        Cache,
        CacheLevel,
        CacheType,
        CacheSize,
        CacheLineSize,
        CacheSharing,
        Memory,
        HugePages,
        HugePagesEnabled,
    }

    public override ReadOnlySpan<byte> TypeName => "sysfs"u8;

    protected override uint Magic => 0x62656572;

    protected internal override uint ModeOf(ulong id) => ChildrenOf(EntryOf(id)).First != Entry.None
        ? FileMode.TypeBits(FileType.Directory) | 0x1ED
        : FileMode.TypeBits(FileType.Regular) | 0x124;

    protected internal override ulong ParentOf(ulong id)
    {
        Entry entry = EntryOf(id);
        return entry switch
        {
            >= Entry.CacheLevel and <= Entry.CacheSharing => (id & ~0xFFUL) | (ulong)Entry.Cache,
            Entry.Cache => (ulong)Entry.Caches,
            Entry.Caches => (ulong)Entry.FirstProcessor,
            >= Entry.Online and <= Entry.FirstProcessor => (ulong)Entry.Processors,
            Entry.Processors => (ulong)Entry.System,
            Entry.System => (ulong)Entry.Devices,
            Entry.Memory => (ulong)Entry.Kernel,
            Entry.HugePages => (ulong)Entry.Memory,
            Entry.HugePagesEnabled => (ulong)Entry.HugePages,
            _ => (ulong)Entry.Root,
        };
    }

    protected internal override ulong NextChild(ulong directory, ref ulong position)
    {
        Entry entry = EntryOf(directory);
        if (entry == Entry.Caches)
        {
            return position < (ulong)_source.CacheCount ? (position++ << 8) | (ulong)Entry.Cache : 0;
        }

        (Entry first, Entry last) = ChildrenOf(entry);
        if (first == Entry.None || position > (ulong)(last - first))
        {
            return 0;
        }

        return (directory & ~0xFFUL) | ((ulong)first + position++);
    }

    protected internal override ReadOnlySpan<byte> NameOf(ulong id, Span<byte> space)
    {
        switch (EntryOf(id))
        {
            case Entry.Cache:
                var builder = new TextBuilder(space);
                builder.Append("index"u8);
                builder.AppendDecimal(id >> 8);
                return space[..builder.Length];
            default:
                return FixedName(EntryOf(id));
        }
    }

    protected internal override int Render(ulong id, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        Entry entry = EntryOf(id);
        switch (entry)
        {
            case Entry.Online or Entry.Possible or Entry.Present:
                _source.RenderProcessors(ref builder);
                break;
            case >= Entry.CacheLevel and <= Entry.CacheSharing:
                _source.RenderCache((int)(id >> 8), (CacheFile)(entry - Entry.CacheLevel), ref builder);
                break;
            case Entry.HugePagesEnabled:
                builder.Append("always madvise [never]\n"u8);
                break;
        }

        return builder.Length;
    }

    private static Entry EntryOf(ulong id) => (Entry)(id & 0xFF);

    private static (Entry First, Entry Last) ChildrenOf(Entry directory) => directory switch
    {
        Entry.Root => (Entry.Devices, Entry.Kernel),
        Entry.Devices => (Entry.System, Entry.System),
        Entry.System => (Entry.Processors, Entry.Processors),
        Entry.Processors => (Entry.Online, Entry.FirstProcessor),
        Entry.FirstProcessor => (Entry.Caches, Entry.Caches),
        Entry.Caches => (Entry.Cache, Entry.Cache),
        Entry.Cache => (Entry.CacheLevel, Entry.CacheSharing),
        Entry.Kernel => (Entry.Memory, Entry.Memory),
        Entry.Memory => (Entry.HugePages, Entry.HugePages),
        Entry.HugePages => (Entry.HugePagesEnabled, Entry.HugePagesEnabled),
        _ => (Entry.None, Entry.None),
    };

    private static ReadOnlySpan<byte> FixedName(Entry entry) => entry switch
    {
        Entry.Devices => "devices"u8,
        Entry.Kernel => "kernel"u8,
        Entry.System => "system"u8,
        Entry.Processors => "cpu"u8,
        Entry.Online => "online"u8,
        Entry.Possible => "possible"u8,
        Entry.Present => "present"u8,
        Entry.FirstProcessor => "cpu0"u8,
        Entry.Caches => "cache"u8,
        Entry.CacheLevel => "level"u8,
        Entry.CacheType => "type"u8,
        Entry.CacheSize => "size"u8,
        Entry.CacheLineSize => "coherency_line_size"u8,
        Entry.CacheSharing => "shared_cpu_list"u8,
        Entry.Memory => "mm"u8,
        Entry.HugePages => "transparent_hugepage"u8,
        Entry.HugePagesEnabled => "enabled"u8,
        _ => default,
    };
}
