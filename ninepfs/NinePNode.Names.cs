// What is done with names in a directory node: create, mkdir, mknod, symlink, readlink, link, unlink, rename.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using Vfs;

public sealed partial class NinePNode
{
    /// <summary>
    /// Twalk to a second fid of this directory, which Tlcreate turns into the file's. EEXIST also when the server will not open
    /// what is there (a link, a directory): the caller walks again and finds out (O3).
    /// </summary>
    public override Result<VNode> Create(ReadOnlySpan<byte> name, uint mode, OpenFile file)
    {
        Errno error = Borrow(out Fid own);
        if (error != Errno.None)
        {
            return error;
        }

        Result<Fid> clone = Clone(own);
        own.Release();
        if (clone.IsError)
        {
            return clone.Error;
        }

        Fid fid = clone.Value;
        OpenFlags flags = file.Flags | OpenFlags.Create;
        error = Client.Create(fid, name, flags, mode & FileMode.PermissionMask, _fileSystem.GroupId);
        Result<NinePNode> node = error == Errno.None ? _table.Take(fid) : error;
        if (node.IsError)
        {
            fid.Release();
            return node.Error is Errno.ELOOP or Errno.EISDIR ? Errno.EEXIST : node.Error;
        }

        if ((flags & OpenFlags.Truncate) != 0)
        {
            node.Value._end = UnknownEnd;
        }

        file.Handle = fid;
        return node.Value;
    }

    public override Errno MakeDirectory(ReadOnlySpan<byte> name, uint mode)
    {
        Errno error = Borrow(out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.MakeDirectory(fid, name, mode & FileMode.PermissionMask, _fileSystem.GroupId);
        fid.Release();
        return error;
    }

    /// <param name="specialDevice">Linux's new_encode_dev form: minor bits 0-7 and 20-31, major bits 8-19.</param>
    public override Errno MakeNode(ReadOnlySpan<byte> name, uint mode, ulong specialDevice)
    {
        uint device = (uint)specialDevice;
        uint major = device >> 8 & 0xFFF;
        uint minor = (device & 0xFF) | (device >> 12 & 0xFFF00);
        Errno error = Borrow(out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.MakeNode(fid, name, mode, major, minor, _fileSystem.GroupId);
        fid.Release();
        return error;
    }

    public override Errno MakeSymbolicLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        Errno error = Borrow(out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.MakeSymbolicLink(fid, name, target, _fileSystem.GroupId);
        fid.Release();
        return error;
    }

    public override Errno Link(ReadOnlySpan<byte> name, VNode existing)
    {
        Errno error = BorrowBoth(existing, out Fid fid, out Fid target);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.Link(fid, target, name);
        target.Release();
        fid.Release();
        return error;
    }

    public override Errno Unlink(ReadOnlySpan<byte> name, bool directory)
    {
        Errno error = Borrow(out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.Unlink(fid, name, directory);
        fid.Release();
        return error;
    }

    public override Errno Rename(ReadOnlySpan<byte> name, VNode newDirectory, ReadOnlySpan<byte> newName)
    {
        Errno error = BorrowBoth(newDirectory, out Fid fid, out Fid newFid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.Rename(fid, name, newFid, newName);
        newFid.Release();
        fid.Release();
        return error;
    }

    public override Result<int> ReadLink(Span<byte> target)
    {
        if (Type != FileType.SymbolicLink)
        {
            return Errno.EINVAL;
        }

        Errno error = Borrow(out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> length = Client.ReadLink(fid, target);
        fid.Release();
        return length;
    }

    private Errno BorrowBoth(VNode other, out Fid fid, out Fid otherFid)
    {
        otherFid = null!;
        Errno error = Borrow(out fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = ((NinePNode)other).Borrow(out otherFid);
        if (error != Errno.None)
        {
            fid.Release();
        }

        return error;
    }
}
