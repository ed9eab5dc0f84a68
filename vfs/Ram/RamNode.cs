// A file, directory or link in memory. RamFileSystem owns the pool; the parts RamNode.*.cs hold the operations by family.
namespace Vfs.Ram;

using System;
using Kernel.Abi;

/// <summary>An inode: it lives while it has a link or somebody refers to it.</summary>
internal sealed partial class RamNode : VNode
{
    /// <summary>The most links a file can have, so that rename and mkdir never overflow the count.</summary>
    private const ulong MaximumLinks = 65000;

    private readonly RamFileSystem _owner;
    private readonly RamContent _content;
    private uint _mode;
    private uint _uid;
    private uint _gid;
    private ulong _links;
    private ulong _specialDevice;
    private long _size;
    private Timespec _accessTime;
    private Timespec _modifyTime;
    private Timespec _changeTime;
    private FileSeals _seals;
    private bool _isUnnamed;

    internal RamNode(RamFileSystem owner, ulong inode)
    {
        _owner = owner;
        _content = new RamContent(owner.Store);
        FileSystem = owner;
        Inode = inode;
    }

    public override Result<FileSeals> Seals => Type == FileType.Regular ? _seals : Errno.EINVAL;

    internal RamNode? NextFree { get; set; }

    /// <summary>For a directory: the one above it; the root is its own.</summary>
    internal RamNode? ParentDirectory { get; private set; }

    public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
    {
        if (_changeTime.Seconds == 0)
        {
            Stamp();
        }

        attributes = new Attributes
        {
            Inode = Inode,
            Mode = _mode,
            Uid = _uid,
            Gid = _gid,
            Links = _links,
            SpecialDevice = _specialDevice,
            Size = Type == FileType.Directory ? _entryCount * SlotSize : _size,
            BlockSize = PageStore.PageSize,
            Blocks = _content.PageCount * (PageStore.PageSize / 512),
            AccessTime = _accessTime,
            ModifyTime = _modifyTime,
            ChangeTime = _changeTime,
        };
        return Errno.None;
    }

    public override Errno SetAttributes(OpenFile? file, in AttributeChanges changes)
    {
        AttributeMask mask = changes.Mask;
        if ((mask & AttributeMask.Size) != 0)
        {
            Errno error = Resize(changes.Size);
            if (error != Errno.None)
            {
                return error;
            }
        }

        if ((mask & AttributeMask.Mode) != 0)
        {
            _mode = (_mode & FileMode.TypeMask) | (changes.Mode & FileMode.PermissionMask);
        }

        _uid = (mask & AttributeMask.Uid) != 0 ? changes.Uid : _uid;
        _gid = (mask & AttributeMask.Gid) != 0 ? changes.Gid : _gid;
        _changeTime = _owner.Clock.Now;
        if ((mask & AttributeMask.AccessTime) != 0)
        {
            _accessTime = (mask & AttributeMask.AccessTimeSet) != 0 ? changes.AccessTime : _changeTime;
        }

        if ((mask & AttributeMask.ModifyTime) != 0)
        {
            _modifyTime = (mask & AttributeMask.ModifyTimeSet) != 0 ? changes.ModifyTime : _changeTime;
        }

        return Errno.None;
    }

    public override Errno Open(OpenFile file)
    {
        if (Type is not (FileType.Regular or FileType.Directory))
        {
            // No driver stands behind a device node here, and nobody at the other end of a fifo.
            return Errno.ENXIO;
        }

        return (file.Flags & OpenFlags.Truncate) != 0 ? Resize(0) : Errno.None;
    }

    public override Errno AddSeals(FileSeals seals)
    {
        if (Type != FileType.Regular || (seals & ~FileSeals.All) != 0)
        {
            return Errno.EINVAL;
        }

        if ((_seals & FileSeals.Seal) != 0)
        {
            return Errno.EPERM;
        }

        _seals |= seals;
        return Errno.None;
    }

    public override void AppendName(ref TextBuilder text)
    {
        if (!_isUnnamed)
        {
            base.AppendName(ref text);
            return;
        }

        ReadOnlySpan<byte> label = _owner.Label(this);
        text.Append("/memfd:"u8);
        text.Append(label[..label.IndexOf((byte)0)]);
        text.Append(" (deleted)"u8);
    }

    /// <summary>The node is one of memfd_create(2).</summary>
    internal void StartUnnamed(FileSeals seals)
    {
        _isUnnamed = true;
        _seals = seals;
        Stamp();
    }

    public override Errno Synchronize(OpenFile file, bool dataOnly) => Errno.None;

    /// <summary>Makes a free slot a new inode with one reference.</summary>
    internal void Start(uint mode, RamNode? parent)
    {
        Type = FileMode.TypeOf(mode);
        _mode = mode;
        _uid = 0;
        _gid = 0;
        _specialDevice = 0;
        _size = 0;
        _slotCount = 0;
        _entryCount = 0;
        _changeTime = default;
        _seals = FileSeals.Seal;
        _isUnnamed = false;
        if (parent != null)
        {
            // The root gets its times from the first look: it is made at boot, where reading the PC's slow clock would be felt.
            Stamp();
        }

        // A directory is named by its parent and by its own "."; the root's name is the mount's.
        bool isDirectory = Type == FileType.Directory;
        _links = !isDirectory ? 0UL : parent == null ? 2UL : 1UL;
        ParentDirectory = isDirectory ? parent ?? this : null;
        Acquire();
    }

    protected override void Inactive()
    {
        if (_links == 0)
        {
            _content.Cut(0);
            ParentDirectory = null;
            _owner.ReturnNode(this);
        }
    }

    /// <summary>Gives the pages back; nobody uses the file system any more.</summary>
    internal void Discard() => _content.Cut(0);

    private void Stamp()
    {
        _changeTime = _owner.Clock.Now;
        _accessTime = _changeTime;
        _modifyTime = _changeTime;
    }

    private void Touch()
    {
        if (_changeTime.Seconds == 0)
        {
            Stamp();
            return;
        }

        _modifyTime = _owner.Clock.Now;
        _changeTime = _modifyTime;
    }
}
