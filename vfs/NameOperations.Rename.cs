// rename(2): two parent walks, the checks that need no message, and the live dentries that follow what the server has done.
namespace Vfs;

using System;
using Kernel.Abi;
using Vfs.Events;

public sealed partial class NameOperations
{
    /// <summary>renameat(2); the flags of renameat2 are the syscall's business (none is supported on 9P).</summary>
    public Errno Rename(FileContext context, OpenFile? oldDirectory, ReadOnlySpan<byte> oldPath, OpenFile? newDirectory, ReadOnlySpan<byte> newPath)
    {
        Span<byte> scratch = stackalloc byte[Limits.Path];
        Span<byte> oldNameBytes = stackalloc byte[Limits.Name];
        var oldWalk = new PathWalk(_dentries, context, oldDirectory, oldPath, scratch);
        Errno error = oldWalk.Resolve(WalkFlags.Parent);
        if (error != Errno.None)
        {
            return error;
        }

        // The second walk needs the scratch, so the first one's name is kept elsewhere.
        oldWalk.Last.CopyTo(oldNameBytes);
        Dentry oldParent = oldWalk.Found;
        ReadOnlySpan<byte> oldName = oldNameBytes[..oldWalk.Last.Length];
        var newWalk = new PathWalk(_dentries, context, newDirectory, newPath, scratch);
        error = newWalk.Resolve(WalkFlags.Parent);
        if (error == Errno.None)
        {
            Dentry newParent = newWalk.Found;
            error = oldParent.Mount != newParent.Mount ? Errno.EXDEV
                : oldWalk.LastKind != LastName.Name || newWalk.LastKind != LastName.Name ? Errno.EBUSY
                : oldParent.Mount.IsReadOnly ? Errno.EROFS
                : RenameIn(oldParent, oldName, newParent, newWalk.Last, oldWalk.HasTrailingSlash || newWalk.HasTrailingSlash);
            newParent.Release();
        }

        oldParent.Release();
        return error;
    }

    private Errno RenameIn(Dentry oldParent, ReadOnlySpan<byte> oldName, Dentry newParent, ReadOnlySpan<byte> newName, bool mustBeDirectory)
    {
        Dentry? moved = _dentries.Find(oldParent, oldName);
        if (moved?.Covering != null || _dentries.Find(newParent, newName)?.Covering != null)
        {
            return Errno.EBUSY;
        }

        // The server refuses this too, but only when its idea of the tree is still ours.
        if (moved != null && newParent.IsWithin(moved))
        {
            return Errno.EINVAL;
        }

        if (mustBeDirectory)
        {
            Result<FileType> type = TypeOf(oldParent, oldName);
            if (type.IsError || type.Value != FileType.Directory)
            {
                return type.IsError ? type.Error : Errno.ENOTDIR;
            }
        }

        Errno error = oldParent.Node!.Rename(oldName, newParent.Node!, newName);
        if (error == Errno.None)
        {
            Follow(oldParent, oldName, newParent, newName);
            if (_dentries.Changes.IsWatched)
            {
                TellMoved(oldParent, oldName, newParent, newName);
            }
        }

        return error;
    }

    private void TellMoved(Dentry oldParent, ReadOnlySpan<byte> oldName, Dentry newParent, ReadOnlySpan<byte> newName)
    {
        Dentry? moved = _dentries.Find(newParent, newName);
        Result<FileType> type = moved?.Node != null ? moved.Node.Type : TypeOf(newParent, newName);
        _dentries.Changes.TellMoved(oldParent, oldName, newParent, newName, !type.IsError && type.Value == FileType.Directory);
        if (moved != null)
        {
            _dentries.Changes.TellSelf(moved, ChangeEvents.MoveSelf);
        }
    }

    /// <summary>The server has renamed: the old name's live dentry moves, the new name's is gone.</summary>
    private void Follow(Dentry oldParent, ReadOnlySpan<byte> oldName, Dentry newParent, ReadOnlySpan<byte> newName)
    {
        Dentry? moved = _dentries.Find(oldParent, oldName);
        Dentry? replaced = _dentries.Find(newParent, newName);
        bool isSameFile = moved != null && replaced != null && moved.Node != null && moved.Node == replaced.Node;
        if (isSameFile)
        {
            // Two links to one file: rename does nothing (rename(2)).
            return;
        }

        if (replaced != null)
        {
            _dentries.Drop(replaced);
            _dentries.Changes.TellSelf(replaced, ChangeEvents.Attributes);
            _dentries.Changes.End(replaced);
        }

        if (moved != null)
        {
            _dentries.Move(moved, newParent, newName);
        }
    }
}
