// A file system that lives in memory (ramfs(5)): /tmp, /dev/shm, and the reference that the conformance tests trust. SystemMounts mounts it.
namespace Vfs.Ram;

using System;
using Kernel.Abi;

/// <summary>Full POSIX semantics in a fixed number of nodes and pages. Access times are not kept up (noatime).</summary>
public sealed class RamFileSystem : FileSystem
{
    private const uint Magic = 0x858458F6;

    private readonly RamNode _root;
    /// <summary>Bytes that are kept of the name of a file without one, its NUL included.</summary>
    private const int LabelLength = 32;

    private readonly RamNode[] _nodes;
    private readonly byte[] _labels;
    private RamNode? _free;

    /// <param name="capacity">Files, directories and links that can exist at once.</param>
    /// <param name="rootMode">Permissions of the root directory, e.g. 01777 for /tmp.</param>
    public RamFileSystem(int capacity, uint rootMode, PageStore store, WallClock clock)
    {
        _nodes = new RamNode[capacity];
        _labels = new byte[capacity * LabelLength];
        Store = store;
        Clock = clock;
        for (int index = capacity - 1; index >= 0; index--)
        {
            _nodes[index] = new RamNode(this, (ulong)index + 1) { NextFree = _free };
            _free = _nodes[index];
        }

        _root = TakeNode(FileMode.TypeBits(FileType.Directory) | rootMode, null).Value;
    }

    public override ReadOnlySpan<byte> TypeName => "ramfs"u8;

    public override VNode Root => _root;

    /// <summary>Nodes that exist, the root included.</summary>
    public int InUse { get; private set; }

    internal PageStore Store { get; }

    internal WallClock Clock { get; }

    public override Errno Walk(VNode start, scoped in WalkNames names, out WalkOutcome walk)
    {
        walk = default;
        var at = (RamNode)start;
        for (; walk.Resolved < names.Count; walk.Resolved++)
        {
            if (at.Type != FileType.Directory)
            {
                return at.Type == FileType.SymbolicLink && walk.Resolved != 0 ? Errno.ELOOP : Errno.ENOTDIR;
            }

            RamNode? child = at.Find(names[walk.Resolved]);
            if (child == null)
            {
                return Errno.ENOENT;
            }

            at = child;
        }

        at.Acquire();
        walk.Node = at;
        return Errno.None;
    }

    public override Errno GetStatistics(out FileSystemStatistics statistics)
    {
        statistics = new FileSystemStatistics
        {
            Type = Magic,
            BlockSize = PageStore.PageSize,
            Blocks = (ulong)Store.Capacity,
            BlocksFree = (ulong)Store.Available,
            BlocksAvailable = (ulong)Store.Available,
            Files = (ulong)_nodes.Length,
            FilesFree = (ulong)(_nodes.Length - InUse),
            NameLength = Limits.Name,
        };
        return Errno.None;
    }

    /// <summary>What was in the files is gone with the mount: all pages go back to the store.</summary>
    public override void Unmount()
    {
        for (int index = 0; index < _nodes.Length; index++)
        {
            _nodes[index].Discard();
        }
    }

    /// <summary>A regular file that is in no directory and has one reference, for memfd_create(2); it goes with its last reference. ENOSPC.</summary>
    /// <param name="name">For /proc; what does not fit is cut.</param>
    public Result<VNode> CreateUnnamed(uint mode, ReadOnlySpan<byte> name = default, FileSeals seals = FileSeals.Seal)
    {
        Result<RamNode> node = TakeNode(FileMode.TypeBits(FileType.Regular) | (mode & FileMode.PermissionMask), null);
        if (node.IsError)
        {
            return node.Error;
        }

        Span<byte> label = Label(node.Value);
        label.Clear();
        name[..Math.Min(name.Length, label.Length - 1)].CopyTo(label);
        node.Value.StartUnnamed(seals);
        return node.Value;
    }

    /// <summary>The name that was given to a file without one, up to its first NUL.</summary>
    internal Span<byte> Label(RamNode node) => _labels.AsSpan(((int)node.Inode - 1) * LabelLength, LabelLength);

    internal RamNode NodeAt(uint inode) => _nodes[(int)inode - 1];

    /// <summary>A node with one reference and no link yet; ENOSPC when all are in use.</summary>
    internal Result<RamNode> TakeNode(uint mode, RamNode? parent)
    {
        RamNode? node = _free;
        if (node == null)
        {
            return Errno.ENOSPC;
        }

        _free = node.NextFree;
        node.NextFree = null;
        InUse++;
        node.Start(mode, parent);
        return node;
    }

    internal void ReturnNode(RamNode node)
    {
        node.NextFree = _free;
        _free = node;
        InUse--;
    }
}
