// A file as its file system knows it, one object however many names and openings it has; PathWalk finds it, OpenFile uses it.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>
/// An object of a file system: vfscore's vnode. Unique for (file system, inode, type) while anybody holds a reference.
/// Operations return the errno of the same-named syscall; what a file system does not have keeps the default here.
/// </summary>
public abstract class VNode
{
    private int _references;

    /// <summary>Set by the file system whenever it hands out a recycled node.</summary>
    public FileSystem FileSystem { get; protected set; } = null!;

    public ulong Inode { get; protected set; }

    public FileType Type { get; protected set; }

    public int References => _references;

    /// <summary>Who keeps pages of this file in memory; null when nobody does.</summary>
    public FilePages? Pages { get; set; }

    /// <summary>Belongs to <see cref="Pages"/>: which file this is there.</summary>
    public int PagesNumber { get; set; }

    public void Acquire() => _references++;

    /// <summary>Gives one reference back; the last one lets the file system recycle the node.</summary>
    public void Release()
    {
        if (--_references == 0)
        {
            Pages?.Forget(this);
            Pages = null;
            Inactive();
        }
    }

    /// <summary>Nobody refers to this node any more: return it to its pool, drop its fid.</summary>
    protected abstract void Inactive();

    /// <summary>Fills what stat(2) tells. <paramref name="file"/> is the opening to ask through, or null for the name.</summary>
    public abstract Errno GetAttributes(OpenFile? file, out Attributes attributes);

    public virtual Errno SetAttributes(OpenFile? file, in AttributeChanges changes) => Errno.EPERM;

    /// <summary>Prepares <paramref name="file"/> (its flags are set) for I/O; may set <see cref="OpenFile.Handle"/>. Honours Truncate.</summary>
    public virtual Errno Open(OpenFile file) => Errno.None;

    /// <summary>The last descriptor of this opening is gone. Never fails and never waits.</summary>
    public virtual void Close(OpenFile file)
    {
    }

    /// <summary>pread(2): up to <c>into.Length</c> bytes at <paramref name="offset"/>; 0 at the end of the file.</summary>
    public virtual Result<int> Read(OpenFile file, long offset, IoBuffer into) => Errno.EINVAL;

    /// <summary>pwrite(2); with Append in the file's flags the offset is the end of the file, and <paramref name="offset"/> is set to where the bytes went.</summary>
    public virtual Result<int> Write(OpenFile file, ref long offset, IoBuffer from) => Errno.EINVAL;

    /// <summary>
    /// splice(2) from a pipe: as <see cref="Read"/>, but nobody gets the room of these bytes until <see cref="TakeBack"/>, which follows
    /// in any case.
    /// </summary>
    public virtual Result<int> Lend(OpenFile file, IoBuffer into) => Errno.EINVAL;

    /// <summary>The first <paramref name="accepted"/> of the lent bytes have gone on; the others are the next to be read, as before.</summary>
    public virtual void TakeBack(IoBuffer lent, int accepted)
    {
    }

    /// <summary>The file's pages are those of a <see cref="Ram.PageStore"/>: mappings show them as they are.</summary>
    public virtual bool IsInPageStore => false;

    /// <summary>The number in its <see cref="Ram.PageStore"/> of the file's page at an index, made if there is none.</summary>
    /// <returns>EFBIG behind the end of the file, ENOSPC.</returns>
    public virtual Result<int> StoredPage(long index) => Errno.EFBIG;

    /// <summary>F_GET_SEALS; EINVAL for what cannot be sealed.</summary>
    public virtual Result<FileSeals> Seals => Errno.EINVAL;

    /// <summary>F_ADD_SEALS: EPERM once it is sealed against seals.</summary>
    public virtual Errno AddSeals(FileSeals seals) => Errno.EINVAL;

    /// <summary>Whether lseek and pread work (false: ESPIPE).</summary>
    public virtual bool IsSeekable => Type is FileType.Regular or FileType.Directory or FileType.BlockDevice;

    /// <summary>Reads the entry after <paramref name="cookie"/> (0 = the first). "." and ".." are entries too.</summary>
    /// <returns>None and an entry whose Name stays valid until the next call on this file; ENOENT at the end.</returns>
    public virtual Errno ReadDirectory(OpenFile file, ulong cookie, out DirectoryEntry entry)
    {
        entry = default;
        return Errno.ENOTDIR;
    }

    /// <summary>Creates and opens a regular file in this directory: O_CREAT, with O_EXCL as the flags say.</summary>
    /// <returns>The new node with one reference. EEXIST when the name is there and <see cref="OpenFlags.Exclusive"/> is set, or it is not a file that can be opened here.</returns>
    public virtual Result<VNode> Create(ReadOnlySpan<byte> name, uint mode, OpenFile file) => Errno.EROFS;

    public virtual Errno MakeDirectory(ReadOnlySpan<byte> name, uint mode) => Errno.EROFS;

    public virtual Errno MakeNode(ReadOnlySpan<byte> name, uint mode, ulong specialDevice) => Errno.EROFS;

    public virtual Errno MakeSymbolicLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.EROFS;

    /// <summary>link(2): gives <paramref name="existing"/>, a node of the same file system, one more name in this directory.</summary>
    public virtual Errno Link(ReadOnlySpan<byte> name, VNode existing) => Errno.EPERM;

    /// <summary>unlink(2), or rmdir(2) when <paramref name="directory"/> is set.</summary>
    public virtual Errno Unlink(ReadOnlySpan<byte> name, bool directory) => Errno.EROFS;

    /// <summary>rename(2) from this directory to <paramref name="newDirectory"/>, a node of the same file system.</summary>
    public virtual Errno Rename(ReadOnlySpan<byte> name, VNode newDirectory, ReadOnlySpan<byte> newName) => Errno.EROFS;

    /// <summary>readlink(2): copies the target, cut at the destination's length.</summary>
    public virtual Result<int> ReadLink(Span<byte> target) => Errno.EINVAL;

    /// <summary>A link of /proc that leads to an open file or directory itself, whatever its path is: that dentry with a reference. Null for all other links.</summary>
    public virtual Dentry? FollowLink() => null;

    /// <summary>What /proc/self/fd shows for an opening without a name, e.g. "pipe:[7]".</summary>
    public virtual void AppendName(ref TextBuilder text)
    {
        text.Append("anon_inode:["u8);
        text.AppendDecimal(Inode);
        text.Append((byte)']');
    }

    public virtual Errno Synchronize(OpenFile file, bool dataOnly) => Errno.EINVAL;

    /// <summary>The poll(2) events that would not block now; regular files are always ready.</summary>
    public virtual PollEvents Poll(OpenFile file) => PollEvents.Read | PollEvents.Write;

    /// <summary>Where to sleep for <see cref="Poll"/> to change; null when it never does.</summary>
    public virtual WaitQueue? PollQueue => null;

    /// <summary>Whether epoll(7) accepts it: not what is always ready because it cannot tell (EPERM).</summary>
    public virtual bool IsPollable => PollQueue != null;

    /// <summary>Nanoseconds since boot at which <see cref="Poll"/> changes by itself; <see cref="ulong.MaxValue"/> when that takes somebody's doing.</summary>
    public virtual ulong NextPollChange => ulong.MaxValue;

    /// <summary>ioctl(2) on a device; <paramref name="argument"/> covers the request's argument as far as it is known.</summary>
    public virtual Errno Control(OpenFile file, uint request, Span<byte> argument) => Errno.ENOTTY;
}

/// <summary>poll(2) event bits (include/uapi/asm-generic/poll.h).</summary>
[Flags]
public enum PollEvents : ushort
{
    None = 0,
    Read = 1,
    Priority = 2,
    Write = 4,
    Error = 8,
    HangUp = 0x10,
    Invalid = 0x20,
    ReadNormal = 0x40,
    WriteNormal = 0x100,

    /// <summary>POLLRDHUP: the other side writes no more.</summary>
    ReadHangUp = 0x2000,
}
