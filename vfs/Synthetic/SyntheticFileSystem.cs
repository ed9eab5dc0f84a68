// A tree of files that exist only as code: /dev, /proc and /sys derive from it and say what is where.
namespace Vfs.Synthetic;

using System;
using Kernel.Abi;
using Vfs.Device;

/// <summary>
/// Every file has an id that means it for ever; the subclass answers questions about ids. Nodes are taken from a pool while
/// somebody refers to them. Reading a file asks for its text; see <see cref="TextSnapshots"/> for how long that text holds.
/// </summary>
public abstract class SyntheticFileSystem : FileSystem
{
    private readonly SyntheticNode[] _nodes;
    private readonly SyntheticNode _root;
    private readonly WallClock _clock;
    private Timespec _started;

    /// <param name="capacity">Nodes that can be referred to at once: open files, working directories, and the root.</param>
    /// <param name="snapshots">Where the texts of open files are kept; null when no file has a text.</param>
    protected SyntheticFileSystem(ulong root, int capacity, TextSnapshots? snapshots, WallClock clock)
    {
        Snapshots = snapshots;
        _clock = clock;
        _nodes = new SyntheticNode[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _nodes[index] = new SyntheticNode(this);
        }

        _root = _nodes[0];
        _root.Start(root, FileType.Directory);
        InUse = 1;
    }

    public override VNode Root => _root;

    public int InUse { get; private set; }

    internal TextSnapshots? Snapshots { get; }

    /// <summary>The time stamps of everything: when somebody first asked for one, which spares the boot the PC's slow clock.</summary>
    internal Timespec Started
    {
        get
        {
            if (_started.Seconds == 0)
            {
                _started = _clock.Now;
            }

            return _started;
        }
    }

    /// <summary>f_type of statfs(2).</summary>
    protected abstract uint Magic { get; }

    /// <summary>Type and permissions.</summary>
    protected internal abstract uint ModeOf(ulong id);

    protected internal abstract ulong ParentOf(ulong id);

    /// <summary>
    /// The first child of a directory at or behind <paramref name="position"/> (0 = the first), which is moved behind it; 0 at the end.
    /// </summary>
    protected internal abstract ulong NextChild(ulong directory, ref ulong position);

    /// <summary>The name of a file in its directory; may be written to <paramref name="space"/> (20 bytes).</summary>
    protected internal abstract ReadOnlySpan<byte> NameOf(ulong id, Span<byte> space);

    /// <summary>The child of that name, 0 when there is none.</summary>
    protected virtual ulong FindChild(ulong directory, ReadOnlySpan<byte> name)
    {
        Span<byte> space = stackalloc byte[20];
        ulong position = 0;
        ulong child = NextChild(directory, ref position);
        while (child != 0 && !NameOf(child, space).SequenceEqual(name))
        {
            child = NextChild(directory, ref position);
        }

        return child;
    }

    /// <summary>Writes the text of a file and returns its length; what does not fit is cut.</summary>
    protected internal virtual int Render(ulong id, Span<byte> text) => 0;

    protected internal virtual Result<int> ReadLink(ulong id, Span<byte> target) => Errno.EINVAL;

    /// <summary>See <see cref="VNode.FollowLink"/>.</summary>
    protected internal virtual Dentry? FollowLink(ulong id) => null;

    /// <summary>What stands behind a device node.</summary>
    protected internal virtual CharacterDevice? DeviceOf(ulong id) => null;

    /// <summary>st_rdev.</summary>
    protected internal virtual ulong SpecialDeviceOf(ulong id) => 0;

    public override Errno Walk(VNode start, scoped in WalkNames names, out WalkOutcome walk)
    {
        walk = default;
        ulong id = ((SyntheticNode)start).Id;
        for (; walk.Resolved < names.Count; walk.Resolved++)
        {
            FileType type = FileMode.TypeOf(ModeOf(id));
            if (type != FileType.Directory)
            {
                return type == FileType.SymbolicLink && walk.Resolved != 0 ? Errno.ELOOP : Errno.ENOTDIR;
            }

            id = FindChild(id, names[walk.Resolved]);
            if (id == 0)
            {
                return Errno.ENOENT;
            }
        }

        SyntheticNode? node = TakeNode(id);
        walk.Node = node;
        return node == null ? Errno.ENFILE : Errno.None;
    }

    public override Errno GetStatistics(out FileSystemStatistics statistics)
    {
        statistics = new FileSystemStatistics { Type = Magic, BlockSize = 4096, NameLength = Limits.Name };
        return Errno.None;
    }

    internal void CountReturn() => InUse--;

    private SyntheticNode? TakeNode(ulong id)
    {
        SyntheticNode? free = null;
        for (int index = 0; index < _nodes.Length; index++)
        {
            SyntheticNode node = _nodes[index];
            if (node.References == 0)
            {
                free = node;
            }
            else if (node.Id == id)
            {
                node.Acquire();
                return node;
            }
        }

        if (free != null)
        {
            free.Start(id, FileMode.TypeOf(ModeOf(id)));
            InUse++;
        }

        return free;
    }
}
