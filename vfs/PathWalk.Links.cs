// The part of PathWalk that changes the text: symbolic links, and ".." into a directory whose node nobody holds.
namespace Vfs;

using System;
using Kernel.Abi;

public ref partial struct PathWalk
{
    /// <summary>The name at <paramref name="index"/> is a link with more names behind it: resolves it alone and follows.</summary>
    private Errno FollowInside(int index)
    {
        if (index < 0 || index >= _names.Count)
        {
            return Errno.EIO;
        }

        WalkNames upToLink = _names.First(index + 1);
        Errno error = _base.Mount.FileSystem.Walk(_base.Node!, in upToLink, out WalkOutcome walk);
        if (error == Errno.ELOOP)
        {
            return Follow(null, walk.Resolved - 1);
        }

        return error == Errno.None ? Follow(walk.Node, index) : error;
    }

    /// <summary>Puts the target of a link in its place, counts it, and starts the batch over. Takes over the reference to the link.</summary>
    private Errno Follow(VNode? link, int index)
    {
        if (++_linksFollowed > Limits.SymbolicLinks)
        {
            link?.Release();
            return Errno.ELOOP;
        }

        if (link == null || link.Type != FileType.SymbolicLink)
        {
            // The server replaced it between two messages.
            link?.Release();
            Restart(_names.StartOf(0));
            return Errno.None;
        }

        Dentry? jump = link.FollowLink();
        Errno error = jump != null ? Jump(jump, index) : Splice(link, index);
        link.Release();
        return error;
    }

    private Errno Jump(Dentry target, int index)
    {
        _position = _names.EndOf(index);
        MoveTo(target);
        target.Release();
        return _position != _text.Length && target.Node!.Type != FileType.Directory ? Errno.ENOTDIR : Errno.None;
    }

    private Errno Splice(VNode link, int index)
    {
        ReadOnlySpan<byte> before = _text[_names.StartOf(0).._names.StartOf(index)];
        ReadOnlySpan<byte> after = _text[_names.EndOf(index)..];
        int room = _scratch.Length - before.Length - after.Length;
        if (room <= 0)
        {
            return Errno.ENAMETOOLONG;
        }

        // The text may be in the scratch already: what follows the link goes to the far end first.
        Span<byte> parkedAfter = _scratch[^after.Length..];
        after.CopyTo(parkedAfter);
        before.CopyTo(_scratch);
        Span<byte> space = _scratch.Slice(before.Length, room);
        Result<int> target = link.ReadLink(space);
        if (target.IsError)
        {
            return target.Error;
        }

        if (target.Value == 0)
        {
            return Errno.ENOENT;
        }

        if (target.Value >= room)
        {
            return Errno.ENAMETOOLONG;
        }

        parkedAfter.CopyTo(space[target.Value..]);
        _text = _scratch[..(before.Length + target.Value + parkedAfter.Length)];
        if (space[0] != (byte)'/')
        {
            Restart(0);
            return Errno.None;
        }

        _position = before.Length;
        MoveTo(_context.Root);
        return Errno.None;
    }

    /// <summary>"..": the parent in the tree of names, out of mounts, never above the root.</summary>
    private Errno Ascend()
    {
        Dentry at = _base;
        while (at.Parent == null && at != _context.Root && at.Mount.Point != null)
        {
            at = at.Mount.Point;
        }

        if (at == _context.Root || at.Parent == null)
        {
            return Errno.None;
        }

        Dentry parent = at.Parent;
        if (parent.Node != null)
        {
            MoveTo(parent);
            return Errno.None;
        }

        return Prepend(parent);
    }

    /// <summary>
    /// Nobody holds the node of <paramref name="parent"/>: its names go before the rest of the path, so that one batch resolves both.
    /// </summary>
    private Errno Prepend(Dentry parent)
    {
        int length = 0;
        Dentry held = parent;
        for (; held.Node == null; held = held.Parent!)
        {
            length += held.Name.Length + 1;
        }

        ReadOnlySpan<byte> rest = _text[_position..];
        if (length + rest.Length > _scratch.Length)
        {
            return Errno.ENAMETOOLONG;
        }

        rest.CopyTo(_scratch[length..]);
        _text = _scratch[..(length + rest.Length)];
        for (Dentry name = parent; name != held; name = name.Parent!)
        {
            _scratch[--length] = (byte)'/';
            length -= name.Name.Length;
            name.Name.CopyTo(_scratch[length..]);
        }

        _position = 0;
        MoveTo(held);
        return Errno.None;
    }
}
