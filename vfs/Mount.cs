// A file system at its place in the tree of names; MountTable owns them, PathWalk crosses them, statfs and /proc/mounts show them.
namespace Vfs;

using System;

/// <summary>One mounted file system.</summary>
public sealed class Mount
{
    /// <summary>Bytes of <see cref="Source"/> that are kept; a 9P tag has at most 31.</summary>
    public const int SourceLength = 64;

    /// <summary>Bytes of <see cref="Options"/> that are kept.</summary>
    public const int OptionsLength = 192;

    private readonly byte[] _source = new byte[SourceLength];
    private readonly byte[] _options = new byte[OptionsLength];
    private int _sourceLength;
    private int _optionsLength;

    internal Mount(int index)
    {
        Index = index;
    }

    public FileSystem FileSystem { get; private set; } = null!;

    /// <summary>The dentry of <see cref="FileSystem.Root"/>; the mount holds a reference.</summary>
    public Dentry Root { get; internal set; } = null!;

    /// <summary>The directory that is covered, pinned; null for the root of everything.</summary>
    public Dentry? Point { get; internal set; }

    /// <summary>Whether this mount, or the file system itself, refuses writing (EROFS).</summary>
    public bool IsReadOnly => _isReadOnly || FileSystem.IsReadOnly;

    /// <summary>st_dev of everything in it: an anonymous device, major 0 (makedev(3)).</summary>
    public ulong Device => (ulong)Index + 1;

    /// <summary>The first word of its line in /proc/mounts.</summary>
    public ReadOnlySpan<byte> Source => _source.AsSpan(0, _sourceLength);

    /// <summary>What follows "ro" or "rw" in /proc/mounts, without a leading comma; may be empty.</summary>
    public ReadOnlySpan<byte> Options => _options.AsSpan(0, _optionsLength);

    /// <summary>The slot in the table; mountinfo's mount id less one.</summary>
    public int Index { get; }

    public bool IsMounted => FileSystem != null!;

    private bool _isReadOnly;

    internal void Set(FileSystem fileSystem, bool isReadOnly, ReadOnlySpan<byte> source, ReadOnlySpan<byte> options)
    {
        FileSystem = fileSystem;
        _isReadOnly = isReadOnly;
        _sourceLength = Math.Min(source.Length, SourceLength);
        source.Slice(0, _sourceLength).CopyTo(_source);
        _optionsLength = Math.Min(options.Length, OptionsLength);
        options.Slice(0, _optionsLength).CopyTo(_options);
    }

    internal void Clear()
    {
        FileSystem = null!;
        Root = null!;
        Point = null;
    }
}
