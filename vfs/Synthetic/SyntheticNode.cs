// A file of a SyntheticFileSystem while somebody refers to it; passes every question on to the tree's code.
namespace Vfs.Synthetic;

using System;
using Kernel.Abi;
using Vfs.Device;

internal sealed class SyntheticNode : VNode
{
    /// <summary>Cookies 1 and 2 are "." and ".."; a child's cookie is the position behind it plus two.</summary>
    private const ulong DotCookies = 2;

    private readonly SyntheticFileSystem _tree;
    private readonly byte[] _nameSpace = new byte[20];

    internal SyntheticNode(SyntheticFileSystem tree)
    {
        _tree = tree;
        FileSystem = tree;
    }

    internal ulong Id { get; private set; }

    /// <summary>A console without a terminal is a stream of bytes (DeviceFileSystem.ModeOf).</summary>
    private bool IsDevice => Type is FileType.CharacterDevice or FileType.Fifo;

    /// <summary>Texts start at any offset; of devices, those without a line discipline can be sought.</summary>
    public override bool IsSeekable => IsDevice ? _tree.DeviceOf(Id)!.IsSeekable : base.IsSeekable;

    public override WaitQueue? PollQueue => IsDevice ? _tree.DeviceOf(Id)!.PollQueue : null;

    public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
    {
        attributes = new Attributes
        {
            Inode = Inode,
            Mode = _tree.ModeOf(Id),
            Links = 1,
            SpecialDevice = _tree.SpecialDeviceOf(Id),
            BlockSize = 1024,
            AccessTime = _tree.Started,
            ModifyTime = _tree.Started,
            ChangeTime = _tree.Started,
        };
        return Errno.None;
    }

    public override Errno Open(OpenFile file)
    {
        if (IsDevice)
        {
            return _tree.DeviceOf(Id)!.Open(file);
        }

        bool isText = Type == FileType.Regular;
        return isText && (file.IsWritable || (file.Flags & OpenFlags.Truncate) != 0) ? Errno.EACCES : Errno.None;
    }

    public override void Close(OpenFile file)
    {
        if (Type == FileType.Regular)
        {
            _tree.Snapshots?.Forget(file);
        }
    }

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        if (IsDevice)
        {
            return _tree.DeviceOf(Id)!.Read(file, into);
        }

        if (Type != FileType.Regular || _tree.Snapshots == null)
        {
            return Errno.EINVAL;
        }

        // Pinned before the text is made: nobody else runs, and takes the snapshot away, while it is copied.
        Result<int> pinned = into.Pin(0, into.Length);
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        ReadOnlySpan<byte> text = _tree.Snapshots.TextFor(_tree, Id, file, mustBeNew: offset == 0);
        int count = offset >= text.Length ? 0 : (int)Math.Min(pinned.Value, text.Length - offset);
        Errno error = count == 0 ? Errno.None : into.Put(0, text.Slice((int)Math.Min(offset, text.Length), count));
        into.Unpin(0, pinned.Value);
        return error != Errno.None ? error : count;
    }

    public override Result<int> Write(OpenFile file, ref long offset, IoBuffer from)
        => IsDevice ? _tree.DeviceOf(Id)!.Write(file, from) : Errno.EINVAL;

    public override Errno ReadDirectory(OpenFile file, ulong cookie, out DirectoryEntry entry)
    {
        entry = default;
        if (Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        ulong id;
        if (cookie < DotCookies)
        {
            id = cookie == 0 ? Id : _tree.ParentOf(Id);
            entry.Name = cookie == 0 ? "."u8 : ".."u8;
            entry.Cookie = cookie + 1;
        }
        else
        {
            ulong position = cookie - DotCookies;
            id = _tree.NextChild(Id, ref position);
            if (id == 0)
            {
                return Errno.ENOENT;
            }

            entry.Name = _tree.NameOf(id, _nameSpace);
            entry.Cookie = position + DotCookies;
        }

        entry.Inode = id;
        entry.Type = FileMode.TypeOf(_tree.ModeOf(id));
        return Errno.None;
    }

    public override Errno SetAttributes(OpenFile? file, in AttributeChanges changes)
        => IsDevice && changes.Mask == AttributeMask.Size ? Errno.EINVAL : Errno.EPERM;

    public override Result<int> ReadLink(Span<byte> target) => _tree.ReadLink(Id, target);

    public override Dentry? FollowLink() => _tree.FollowLink(Id);

    public override Errno Synchronize(OpenFile file, bool dataOnly) => Errno.EINVAL;

    public override PollEvents Poll(OpenFile file)
    {
        if (!IsDevice)
        {
            return base.Poll(file);
        }

        // The end of a stream is ready for what it is open for, a device for whatever it can do.
        const PollEvents ofReaders = PollEvents.Read | PollEvents.HangUp;
        PollEvents other = (file.IsReadable ? PollEvents.None : ofReaders) | (file.IsWritable ? PollEvents.None : PollEvents.Write);
        PollEvents events = _tree.DeviceOf(Id)!.Poll();
        return Type == FileType.Fifo ? events & ~other : events;
    }

    public override Errno Control(OpenFile file, uint request, Span<byte> argument)
    {
        CharacterDevice? device = IsDevice ? _tree.DeviceOf(Id) : null;
        return device == null ? Errno.ENOTTY : device.Control(request, argument);
    }

    internal void Start(ulong id, FileType type)
    {
        Id = id;
        Inode = id;
        Type = type;
        Acquire();
    }

    protected override void Inactive() => _tree.CountReturn();
}
