// Creating, linking, removing and renaming in a directory in memory: the rules of POSIX in one place. NameOperations calls these through VNode.
namespace Vfs.Ram;

using System;
using Kernel.Abi;

internal sealed partial class RamNode
{
    public override Result<VNode> Create(ReadOnlySpan<byte> name, uint mode, OpenFile file)
    {
        RamNode? existing = Type == FileType.Directory ? Find(name) : null;
        if (existing != null)
        {
            if ((file.Flags & OpenFlags.Exclusive) != 0 || existing.Type != FileType.Regular)
            {
                return Errno.EEXIST;
            }

            Errno error = existing.Open(file);
            existing.Acquire();
            return error == Errno.None ? existing : error;
        }

        Result<RamNode> made = Make(name, FileMode.TypeBits(FileType.Regular) | mode);
        return made.IsError ? made.Error : made.Value;
    }

    public override Errno MakeDirectory(ReadOnlySpan<byte> name, uint mode)
        => LetGo(Make(name, FileMode.TypeBits(FileType.Directory) | mode));

    public override Errno MakeNode(ReadOnlySpan<byte> name, uint mode, ulong specialDevice)
    {
        Result<RamNode> made = Make(name, (mode & FileMode.TypeMask) == 0 ? mode | FileMode.TypeBits(FileType.Regular) : mode);
        if (!made.IsError)
        {
            made.Value._specialDevice = specialDevice;
        }

        return LetGo(made);
    }

    public override Errno MakeSymbolicLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        Result<RamNode> made = Make(name, FileMode.TypeBits(FileType.SymbolicLink) | 0x1FF);
        if (made.IsError)
        {
            return made.Error;
        }

        Errno error = made.Value.SetLinkTarget(target);
        if (error != Errno.None)
        {
            Forget(FindSlot(name), made.Value);
        }

        made.Value.Release();
        return error;
    }

    public override Errno Link(ReadOnlySpan<byte> name, VNode existing)
    {
        var node = (RamNode)existing;
        Errno error = CheckNew(name);
        if (error != Errno.None)
        {
            return error;
        }

        if (node.Type == FileType.Directory)
        {
            return Errno.EPERM;
        }

        if (node._links == 0 || node._links >= MaximumLinks)
        {
            return node._links == 0 ? Errno.ENOENT : Errno.EMLINK;
        }

        error = AddSlot(name, node);
        if (error == Errno.None)
        {
            node._links++;
            node._changeTime = _modifyTime;
        }

        return error;
    }

    public override Errno Unlink(ReadOnlySpan<byte> name, bool directory)
    {
        int slot = FindSlot(name);
        if (slot < 0)
        {
            return Errno.ENOENT;
        }

        RamNode child = _owner.NodeAt(InodeIn(Slot(slot)));
        bool isDirectory = child.Type == FileType.Directory;
        if (isDirectory != directory)
        {
            return isDirectory ? Errno.EISDIR : Errno.ENOTDIR;
        }

        if (isDirectory && child._entryCount != 0)
        {
            return Errno.ENOTEMPTY;
        }

        Forget(slot, child);
        return Errno.None;
    }

    public override Errno Rename(ReadOnlySpan<byte> name, VNode newDirectory, ReadOnlySpan<byte> newName)
    {
        var target = (RamNode)newDirectory;
        int oldSlot = FindSlot(name);
        if (oldSlot < 0 || target._links == 0)
        {
            return Errno.ENOENT;
        }

        RamNode moved = _owner.NodeAt(InodeIn(Slot(oldSlot)));
        int newSlot = target.FindSlot(newName);
        RamNode? replaced = newSlot < 0 ? null : _owner.NodeAt(InodeIn(target.Slot(newSlot)));
        Errno error = replaced == moved ? Errno.None : CheckRename(moved, target, replaced);
        if (error != Errno.None || replaced == moved)
        {
            return error;
        }

        if (replaced == null)
        {
            error = target.AddSlot(newName, moved);
            if (error != Errno.None)
            {
                return error;
            }
        }
        else
        {
            target.SetChild(newSlot, moved);
            target.Touch();
            target.DropLink(replaced);
        }

        RemoveSlot(oldSlot);
        if (moved.Type == FileType.Directory)
        {
            _links--;
            target._links++;
            moved.ParentDirectory = target;
        }

        moved._changeTime = _modifyTime;
        return Errno.None;
    }

    private static Errno CheckRename(RamNode moved, RamNode target, RamNode? replaced)
    {
        if (moved.Type != FileType.Directory)
        {
            return replaced?.Type == FileType.Directory ? Errno.EISDIR : Errno.None;
        }

        for (RamNode at = target; ; at = at.ParentDirectory!)
        {
            if (at == moved)
            {
                return Errno.EINVAL;
            }

            if (at.ParentDirectory == at)
            {
                break;
            }
        }

        if (replaced == null)
        {
            return Errno.None;
        }

        return replaced.Type != FileType.Directory ? Errno.ENOTDIR : replaced._entryCount != 0 ? Errno.ENOTEMPTY : Errno.None;
    }

    /// <summary>Gives up the reference that came with a node nobody wants to see.</summary>
    private static Errno LetGo(Result<RamNode> made)
    {
        if (!made.IsError)
        {
            made.Value.Release();
        }

        return made.Error;
    }

    private Errno CheckNew(ReadOnlySpan<byte> name)
    {
        if (Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        if (_links == 0 || name.Length > Limits.Name)
        {
            return _links == 0 ? Errno.ENOENT : Errno.ENAMETOOLONG;
        }

        return FindSlot(name) < 0 ? Errno.None : Errno.EEXIST;
    }

    private Result<RamNode> Make(ReadOnlySpan<byte> name, uint mode)
    {
        Errno error = CheckNew(name);
        if (error != Errno.None)
        {
            return error;
        }

        Result<RamNode> node = _owner.TakeNode(mode, this);
        if (node.IsError)
        {
            return node.Error;
        }

        error = AddSlot(name, node.Value);
        if (error != Errno.None)
        {
            node.Value._links = 0;
            node.Value.Release();
            return error;
        }

        node.Value._links++;
        _links += node.Value.Type == FileType.Directory ? 1UL : 0UL;
        return node;
    }

    private void Forget(int slot, RamNode child)
    {
        RemoveSlot(slot);
        DropLink(child);
    }

    /// <summary>One name of <paramref name="child"/> in this directory is gone; a directory's own "." goes with it.</summary>
    private void DropLink(RamNode child)
    {
        bool isDirectory = child.Type == FileType.Directory;
        _links -= isDirectory ? 1UL : 0UL;
        child._links = isDirectory ? 0 : child._links - 1;
        child._changeTime = _modifyTime;

        // A node without links and without references goes back to the pool.
        child.Acquire();
        child.Release();
    }
}
