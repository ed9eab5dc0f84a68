// Open, close, read, write, fsync and directory reading of a node.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using Vfs;

public sealed partial class NinePNode
{
    private const long UnknownEnd = -1;

    /// <summary>
    /// Where the file ends as far as this guest's own appends tell, or <see cref="UnknownEnd"/>. Only the position that an appending
    /// opening reports depends on it: where the bytes go is the server's decision, because its fid has O_APPEND.
    /// </summary>
    private long _end;

    /// <summary>
    /// Opens the node's own fid and shares it: one message. The next opening has been walked to before, so the node has a fresh
    /// fid by then. A directory's fid may still be walked from once it is open: intro(5) forbids it, QEMU and diod allow it. Only
    /// the root's fid, on which every walk depends, is never opened.
    /// </summary>
    public override Errno Open(OpenFile file)
    {
        NinePDirectory? directory = null;
        if (Type == FileType.Directory)
        {
            directory = _fileSystem.Directories.TryTake();
            if (directory is null)
            {
                return Errno.ENFILE;
            }
        }

        if ((file.Flags & OpenFlags.Truncate) != 0)
        {
            _end = UnknownEnd;
        }

        Result<Fid> fid = OpenFid(file.Flags);
        if (fid.IsError)
        {
            directory?.Return();
            return fid.Error;
        }

        directory?.Start(fid.Value, Inode);
        file.Handle = directory is null ? fid.Value : directory;
        return Errno.None;
    }

    public override void Close(OpenFile file)
    {
        Fid? fid = FidOf(file);
        NinePDirectory? directory = file.Handle as NinePDirectory;
        file.Handle = null;
        directory?.Return();
        fid?.Release();
    }

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        Errno error = BorrowOwn(file, out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> count = Client.Read(fid, offset, into);
        fid.Release();
        return count;
    }

    public override Result<int> Write(OpenFile file, ref long offset, IoBuffer from)
    {
        Errno error = BorrowOwn(file, out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> count = WriteWith(fid, file, ref offset, from);
        fid.Release();
        return count;
    }

    public override Errno Synchronize(OpenFile file, bool dataOnly)
    {
        Errno error = BorrowFor(file, out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = Client.Synchronize(fid, dataOnly);
        fid.Release();
        return error;
    }

    public override Errno ReadDirectory(OpenFile file, ulong cookie, out DirectoryEntry entry)
    {
        entry = default;
        if (file.Handle is not NinePDirectory directory)
        {
            return Errno.EBADF;
        }

        Errno error = BorrowOpen(file, directory.Fid, out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        error = directory.Read(cookie, out entry);
        fid.Release();
        return error;
    }

    private Result<int> WriteWith(Fid fid, OpenFile file, ref long offset, IoBuffer from)
    {
        bool isAppend = (file.Flags & OpenFlags.Append) != 0 && !from.IsPartOfFile;
        if (isAppend != ((fid.OpenFlags & OpenFlags.Append) != 0))
        {
            Result<Fid> reopened = Reopen(file, fid, isAppend);
            if (reopened.IsError && !isAppend)
            {
                return reopened.Error;
            }

            // Without a fid that appends we find the end ourselves, which another writer on the host can spoil.
            fid = reopened.IsError ? fid : reopened.Value;
        }

        if (isAppend)
        {
            Errno error = FindEnd(file, ref offset);
            if (error != Errno.None)
            {
                return error;
            }
        }

        fid.Acquire();
        Result<int> count = Client.Write(fid, offset, from);
        fid.Release();
        if (count.IsError)
        {
            // The server may have written it all the same: the answer can be what was lost.
            _end = UnknownEnd;
        }
        else if (_end != UnknownEnd)
        {
            _end = Math.Max(_end, offset + count.Value);
        }

        return count;
    }

    /// <summary>An open fid with one reference for the caller.</summary>
    private Result<Fid> OpenFid(OpenFlags flags)
    {
        Errno error = Borrow(out Fid fid);
        if (error != Errno.None)
        {
            return error;
        }

        if (fid.State != FidState.Path || _fileSystem.IsRoot(this))
        {
            Result<Fid> clone = OpenClone(fid, flags);
            fid.Release();
            return clone;
        }

        error = Client.Open(fid, flags);
        if (error != Errno.None)
        {
            fid.Release();
            return error;
        }

        return fid;
    }

    private Result<Fid> OpenClone(Fid from, OpenFlags flags)
    {
        Result<Fid> clone = Clone(from);
        if (clone.IsError)
        {
            return clone;
        }

        Errno error = Client.Open(clone.Value, flags);
        if (error != Errno.None)
        {
            clone.Value.Release();
            return error;
        }

        return clone;
    }

    private Result<Fid> Clone(Fid from)
    {
        Result<Fid> taken = _fileSystem.Fids.Take();
        if (taken.IsError)
        {
            return taken;
        }

        from.Acquire();
        Errno error = Client.Clone(from, taken.Value);
        from.Release();
        if (error != Errno.None)
        {
            taken.Value.Release();
            return error;
        }

        return taken;
    }

    /// <summary>The fid appends and must not, or the other way round (fcntl(F_SETFL), pages of a mapping): gets one that is right.</summary>
    private Result<Fid> Reopen(OpenFile file, Fid old, bool isAppend)
    {
        OpenFlags flags = file.Flags & ~(OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate | OpenFlags.Append);
        Result<Fid> fid = OpenClone(old, isAppend ? flags | OpenFlags.Append : flags);
        if (!fid.IsError)
        {
            Fid? replaced = FidOf(file);
            file.Handle = fid.Value;
            replaced?.Release();
        }

        return fid;
    }

    /// <summary>
    /// Where the next append will begin: asked once, then counted. A server tells only the count of a Twrite, and asking before
    /// every append would double its cost.
    /// </summary>
    private Errno FindEnd(OpenFile file, ref long offset)
    {
        if (_end == UnknownEnd)
        {
            Errno error = GetAttributes(file, out Attributes attributes);
            if (error != Errno.None)
            {
                return error;
            }

            _end = attributes.Size;
        }

        offset = _end;
        return Errno.None;
    }
}
