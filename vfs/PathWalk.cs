// From a path to a dentry (path_resolution(7)) in as few messages as there can be; every syscall that takes a path comes through here.
namespace Vfs;

using System;
using Kernel.Abi;

/// <summary>How a <see cref="PathWalk"/> treats the last name.</summary>
[Flags]
public enum WalkFlags
{
    None = 0,

    /// <summary>A symbolic link at the end is followed.</summary>
    Follow = 1,

    /// <summary>The walk ends at the directory of the last name, which is not looked at.</summary>
    Parent = 2,

    /// <summary>If just the last name is missing, go on as with <see cref="Parent"/>; <see cref="PathWalk.IsMissing"/> tells.</summary>
    ParentIfMissing = 4,
}

/// <summary>What the last name of a <see cref="WalkFlags.Parent"/> walk is.</summary>
public enum LastName : byte
{
    /// <summary>The path was "/".</summary>
    Root,
    Name,
    Dot,
    DotDot,
}

/// <summary>
/// Names are collected below the last directory that is held (<c>_base</c>) and given to <see cref="FileSystem.Walk"/>
/// together. Only "..", a full batch, a mount point or the end of the path ends a batch. A symbolic link is put into the text
/// in place of its name, and the batch starts over. What the server says about the names of one batch is all that is trusted.
/// </summary>
public ref partial struct PathWalk
{
    private readonly DentryCache _dentries;
    private readonly FileContext _context;
    private readonly Span<byte> _scratch;
    private readonly bool _isAbsent;
    private ReadOnlySpan<byte> _text;
    private int _position;
    private WalkNames _names;
    private Dentry _base;
    private Dentry? _cursor;
    private int _linksFollowed;
    private WalkFlags _flags;
    private int _lastStart;
    private int _lastLength;

    /// <param name="directory">What a relative path starts at; null for the working directory.</param>
    /// <param name="scratch">Room for <see cref="Limits.Path"/> bytes, where links are put into the text.</param>
    public PathWalk(DentryCache dentries, FileContext context, OpenFile? directory, ReadOnlySpan<byte> path, Span<byte> scratch)
    {
        _dentries = dentries;
        _context = context;
        _scratch = scratch;
        _text = path;
        _names = new WalkNames(path);
        Dentry? start = !path.IsEmpty && path[0] == (byte)'/' ? context.Root
            : directory == null ? context.WorkingDirectory
            : directory.Dentry;
        _isAbsent = start == null;
        _base = start ?? context.Root;
        _cursor = _base;
    }

    /// <summary>After <see cref="Resolve"/> without error: the dentry, with a node and a reference for the caller.</summary>
    public readonly Dentry Found => _base;

    /// <summary>With ParentIfMissing: <see cref="Found"/> is the directory, and <see cref="Last"/> the name that it lacks.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>The last name of a parent walk; a slice of the path or of the scratch.</summary>
    public readonly ReadOnlySpan<byte> Last => _text.Slice(_lastStart, _lastLength);

    public LastName LastKind { get; private set; }

    /// <summary>Slashes follow the last name: it must be a directory.</summary>
    public bool HasTrailingSlash { get; private set; }

    /// <returns>None, or ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENFILE (no dentry left), or what the file system says.</returns>
    public Errno Resolve(WalkFlags flags)
    {
        if (_text.IsEmpty)
        {
            return Errno.ENOENT;
        }

        if (_text.Length >= Limits.Path)
        {
            return Errno.ENAMETOOLONG;
        }

        if (_isAbsent || _base.Node!.Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        _flags = flags;
        _base.Acquire();
        Errno error = Run();
        if (error != Errno.None)
        {
            _base.Release();
        }

        return error;
    }

    private Errno Run()
    {
        while (true)
        {
            Errno error;
            if (!PathText.Next(_text, ref _position, out int start, out int length))
            {
                if (_names.Count == 0)
                {
                    return Errno.None;
                }

                error = Flush(isLast: true);
                if (error != Errno.None)
                {
                    return error;
                }

                continue;
            }

            ReadOnlySpan<byte> name = _text.Slice(start, length);
            bool isParentOfLast = (_flags & WalkFlags.Parent) != 0 && PathText.HasOnlySlashesFrom(_text, _position);
            bool isDotDot = name.SequenceEqual(".."u8);
            if (!isParentOfLast && name.SequenceEqual("."u8))
            {
                continue;
            }

            if (_names.Count != 0 && (isParentOfLast || isDotDot || length > Limits.Name || _names.IsFull))
            {
                // This name is read again when the ones before it are known to be directories.
                _position = start;
                error = Flush(isLast: false);
            }
            else if (isParentOfLast)
            {
                return EndAtParent(start, length);
            }
            else if (isDotDot)
            {
                error = Ascend();
            }
            else
            {
                error = Descend(start, length);
            }

            if (error != Errno.None)
            {
                return error;
            }
        }
    }

    /// <summary>Notes one more name, or crosses into the file system that is mounted there.</summary>
    private Errno Descend(int start, int length)
    {
        if (length > Limits.Name)
        {
            return Errno.ENAMETOOLONG;
        }

        // A mount pins the names above it, so a name without a live dentry has no mount at or below it.
        _cursor = _cursor == null ? null : _dentries.Find(_cursor, _text.Slice(start, length));
        if (_cursor?.Covering == null)
        {
            _names.Add(start, length);
            return Errno.None;
        }

        MoveTo(_cursor.Covering.Root);
        return Errno.None;
    }

    private Errno EndAtParent(int start, int length)
    {
        _lastStart = start;
        _lastLength = length;
        HasTrailingSlash = _position < _text.Length;
        LastKind = Last.SequenceEqual("."u8) ? LastName.Dot : Last.SequenceEqual(".."u8) ? LastName.DotDot : LastName.Name;
        if (length > Limits.Name)
        {
            return Errno.ENAMETOOLONG;
        }

        _position = _text.Length;
        return Errno.None;
    }

    /// <summary>Asks the file system for the names collected so far. Afterwards either they are behind us or the text has changed.</summary>
    private Errno Flush(bool isLast)
    {
        int last = _names.Count - 1;
        int end = _names.EndOf(last);
        bool mustBeDirectory = !isLast || end != _text.Length;
        Errno error = _base.Mount.FileSystem.Walk(_base.Node!, in _names, out WalkOutcome walk);
        if (error == Errno.ELOOP)
        {
            return FollowInside(walk.Resolved - 1);
        }

        if (error == Errno.ENOENT && isLast && walk.Resolved == last && (_flags & WalkFlags.ParentIfMissing) != 0)
        {
            IsMissing = true;
            _flags |= WalkFlags.Parent;
            Restart(_names.StartOf(0));
            return Errno.None;
        }

        if (error != Errno.None)
        {
            return error;
        }

        VNode node = walk.Node!;
        if (node.Type == FileType.SymbolicLink && (mustBeDirectory || (_flags & WalkFlags.Follow) != 0))
        {
            return Follow(node, last);
        }

        if (node.Type != FileType.Directory && mustBeDirectory)
        {
            node.Release();
            return Errno.ENOTDIR;
        }

        return Enter(node);
    }

    /// <summary>Gives every name of the batch its dentry and stands on the last one, whose node this is.</summary>
    private Errno Enter(VNode node)
    {
        int last = _names.Count - 1;
        for (int index = 0; index <= last; index++)
        {
            Result<Dentry> child = index == last ? _dentries.Take(_base, _names[index], node) : _dentries.Take(_base, _names[index]);
            if (child.IsError)
            {
                if (index != last)
                {
                    node.Release();
                }

                return child.Error;
            }

            _base.Release();
            _base = child.Value;
        }

        Restart(_position);
        return Errno.None;
    }

    private void MoveTo(Dentry dentry)
    {
        dentry.Acquire();
        _base.Release();
        _base = dentry;
        Restart(_position);
    }

    /// <summary>Forgets the collected names and reads on at <paramref name="position"/>.</summary>
    private void Restart(int position)
    {
        _position = position;
        _names = new WalkNames(_text);
        _cursor = _base;
    }
}
