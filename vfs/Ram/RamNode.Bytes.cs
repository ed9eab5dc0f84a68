// Reading, writing and cutting the bytes of a file in memory; OpenFile calls these through VNode.
namespace Vfs.Ram;

using System;
using Kernel.Abi;

internal sealed partial class RamNode
{
    public override bool IsInPageStore => Type == FileType.Regular;

    public override Result<int> StoredPage(long index)
    {
        long offset = index * PageStore.PageSize;
        if (offset >= _size)
        {
            return Errno.EFBIG;
        }

        Errno error = _content.Fill(offset);
        return error != Errno.None ? error : _content.NumberAt(offset);
    }

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        if (offset >= _size)
        {
            return 0;
        }

        // Pinned, so that no page fault lets another thread cut the file while it is copied.
        Result<int> pinned = into.Pin(0, (int)Math.Min(into.Length, _size - offset));
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        int done = 0;
        Errno error = Errno.None;
        while (done < pinned.Value && error == Errno.None)
        {
            int room = PageStore.PageSize - (int)((offset + done) & (PageStore.PageSize - 1));
            int count = Math.Min(room, pinned.Value - done);
            Span<byte> page = _content.Find(offset + done);
            error = page.IsEmpty ? into.Clear(done, count) : into.Put(done, page[..count]);
            done += error == Errno.None ? count : 0;
        }

        into.Unpin(0, pinned.Value);
        return done == 0 ? error : done;
    }

    public override Result<int> Write(OpenFile file, ref long offset, IoBuffer from)
    {
        Result<int> pinned = from.Pin(0, from.Length);
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        offset = (file.Flags & OpenFlags.Append) != 0 ? _size : offset;
        bool isRefused = (_seals & (FileSeals.Write | FileSeals.FutureWrite)) != 0
            || ((_seals & FileSeals.Grow) != 0 && offset + pinned.Value > _size);
        if (isRefused)
        {
            from.Unpin(0, pinned.Value);
            return Errno.EPERM;
        }

        int done = 0;
        Errno error = Errno.None;
        while (done < pinned.Value && error == Errno.None)
        {
            error = _content.Fill(offset + done);
            if (error == Errno.None)
            {
                Span<byte> page = _content.Find(offset + done);
                int count = Math.Min(page.Length, pinned.Value - done);
                error = from.Get(done, page[..count]);
                done += error == Errno.None ? count : 0;
            }
        }

        from.Unpin(0, pinned.Value);
        if (done == 0)
        {
            return error;
        }

        _size = Math.Max(_size, offset + done);
        Touch();
        return done;
    }

    public override Result<int> ReadLink(Span<byte> target)
    {
        if (Type != FileType.SymbolicLink)
        {
            return Errno.EINVAL;
        }

        int length = (int)Math.Min(_size, target.Length);
        _content.Find(0)[..length].CopyTo(target);
        return length;
    }

    private Errno SetLinkTarget(ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target.Length >= PageStore.PageSize)
        {
            return target.IsEmpty ? Errno.ENOENT : Errno.ENAMETOOLONG;
        }

        Errno error = _content.Fill(0);
        if (error == Errno.None)
        {
            target.CopyTo(_content.Find(0));
            _size = target.Length;
        }

        return error;
    }

    private Errno Resize(long size)
    {
        if (Type != FileType.Regular || size < 0)
        {
            return Type == FileType.Directory ? Errno.EISDIR : Errno.EINVAL;
        }

        if (size < _size ? (_seals & FileSeals.Shrink) != 0 : size > _size && (_seals & FileSeals.Grow) != 0)
        {
            return Errno.EPERM;
        }

        if (size > RamContent.MaximumSize)
        {
            return Errno.EFBIG;
        }

        if (size < _size)
        {
            _content.Cut(size);
        }

        _size = size;
        Touch();
        return Errno.None;
    }
}
