// A file of the server as the VFS sees it. This file: identity, the fid it keeps, attributes. NinePNode.Files has open, read
// and write, NinePNode.Names what is done in a directory. Called by the VFS; calls NinePClient.
namespace NinePFs;

using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Wire;
using Vfs;

/// <summary>One object per file of the server while it is in use; <see cref="NodeTable"/> owns them.</summary>
public sealed partial class NinePNode : VNode
{
    private readonly NinePFileSystem _fileSystem;
    private readonly NodeTable _table;
    private Fid _fid = null!;

    internal NinePNode(NinePFileSystem fileSystem, NodeTable table)
    {
        _fileSystem = fileSystem;
        _table = table;
        FileSystem = fileSystem;
    }

    public Qid Qid { get; private set; }

    /// <summary>The next one in the same bucket, or in the free list.</summary>
    internal NinePNode? Next { get; set; }

    private NinePClient Client => _fileSystem.Client;

    /// <summary>
    /// The node's fid with a reference: whoever sends a message with it holds it until the answer. After a reset of the device
    /// this sets up what is missing, and can fail.
    /// </summary>
    internal Errno Borrow(out Fid fid)
    {
        fid = _fid;
        return Hold(fid, null);
    }

    /// <summary>Begins a life: the caller gets the first reference.</summary>
    internal void Start(Fid fid)
    {
        Qid = fid.Qid;
        Inode = fid.Qid.Path;
        Type = fid.Qid.FileType;
        fid.Acquire();
        _fid = fid;
        _end = UnknownEnd;
        Acquire();
        if (Type == FileType.Regular)
        {
            _fileSystem.Pages?.Adopt(this);
        }
    }

    /// <summary>
    /// A walk has found this file again. The newer fid is the better one: servers know a fid by its path, and the older path
    /// may be gone. One that is open already (Tlcreate) would have to be cloned before the next open, so it changes nothing.
    /// </summary>
    internal void Adopt(Fid fid)
    {
        if (fid.State != FidState.Path || _fileSystem.IsRoot(this))
        {
            return;
        }

        Fid old = _fid;
        fid.Acquire();
        _fid = fid;
        old.Release();
    }

    protected override void Inactive()
    {
        Fid fid = _fid;
        _fid = null!;
        _table.Return(this);
        fid.Release();
    }

    public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
    {
        attributes = default;
        Errno error = BorrowFor(file, out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.GetAttributes(fid, out Rgetattr reply);
        fid.Release();
        if (error != Errno.None)
        {
            return error;
        }

        error = AttributeRules.Apply(reply, Type, out attributes);
        attributes.Inode = Inode;
        if (Type == FileType.Regular)
        {
            // The qid cannot tell a fifo or a device from a file; the mode can.
            FileType type = FileMode.TypeOf(attributes.Mode);
            Type = type is FileType.Directory or FileType.SymbolicLink ? Type : type;
        }

        return error;
    }

    public override Errno SetAttributes(OpenFile? file, in AttributeChanges changes)
    {
        if ((changes.Mask & AttributeMask.Size) != 0)
        {
            _end = UnknownEnd;
        }

        Errno error = BorrowFor(file, out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = file?.Dentry is { IsDeleted: true } && IsNameTaken(fid) ? Errno.ENOENT : Client.SetAttributes(fid, changes);
        fid.Release();
        return error;
    }

    /// <summary>
    /// Whether the server takes the fid of a removed file for another one. QEMU before 2026 sets attributes by path, and would
    /// cut the file that has got the name since; a clone is a path there, and tells.
    /// </summary>
    private bool IsNameTaken(Fid fid)
    {
        Result<Fid> clone = Clone(fid);
        if (clone.IsError)
        {
            return false;
        }

        Errno error = Client.GetAttributes(clone.Value, out Rgetattr reply);
        clone.Value.Release();
        return error == Errno.None && !reply.Qid.IsSameFile(Qid);
    }

    /// <summary>The fid of an opening if it has one (fstat of an unlinked file), else the node's.</summary>
    private Errno BorrowFor(OpenFile? file, out Fid fid)
    {
        Fid? own = FidOf(file);
        return own is null ? Borrow(out fid) : BorrowOpen(file!, own, out fid);
    }

    /// <summary>The fid of an opening; EBADF when it has none.</summary>
    private Errno BorrowOwn(OpenFile file, out Fid fid)
    {
        fid = FidOf(file)!;
        return fid is null ? Errno.EBADF : BorrowOpen(file, fid, out fid);
    }

    /// <summary>As <see cref="Borrow"/>, the fid of an opening: after a reset it is looked for under the name that was opened.</summary>
    private Errno BorrowOpen(OpenFile file, Fid own, out Fid fid)
    {
        fid = own;
        return Hold(own, file.Dentry);
    }

    /// <summary>Takes a reference, before anything that sleeps: meanwhile a walk may give the node another fid.</summary>
    private Errno Hold(Fid fid, Dentry? name)
    {
        fid.Acquire();
        Errno error = _fileSystem.Recovery.Prepare(fid, this, name);
        if (error != Errno.None)
        {
            fid.Release();
        }

        return error;
    }

    private static Fid? FidOf(OpenFile? file)
    {
        object? handle = file?.Handle;
        return handle is NinePDirectory directory ? directory.Fid : handle as Fid;
    }
}
