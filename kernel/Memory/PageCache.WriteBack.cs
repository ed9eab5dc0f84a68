// Pages that shared mappings have changed, and their way to the file: at msync, fsync and sync, before a read, when memory is short.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
using Vfs;

public sealed unsafe partial class PageCache
{
    public override Errno BeforeRead(VNode node, long offset, long length)
    {
        if (node.PagesNumber == 0 || _files[node.PagesNumber].DirtyCount == 0 || offset < 0)
        {
            return Errno.None;
        }

        return WriteBack(node.PagesNumber, (ulong)offset >> PageSize.Shift, PagesIn(Math.Min(offset + length, _files[node.PagesNumber].Size)));
    }

    public override Errno WriteBack(VNode node) => node.PagesNumber == 0 ? Errno.None : WriteBack(node.PagesNumber, 0, EndOfPages);

    /// <summary>Writes the changed pages of a part of a file.</summary>
    public Errno WriteBack(VNode node, ulong firstPage, ulong endPage)
    {
        return node.PagesNumber == 0 ? Errno.None : WriteBack(node.PagesNumber, firstPage, endPage);
    }

    /// <summary>Writes all that is changed: sync(2), and the end of the app. Errors are told by a line in the log.</summary>
    public void WriteBackAll()
    {
        for (int number = 1; number <= _everUsed && DirtyCount != 0; number++)
        {
            if (_files[number].DirtyCount != 0)
            {
                Tell(WriteBack(number, 0, EndOfPages));
            }
        }
    }

    /// <summary>As <see cref="WriteBack(VNode)"/> for who has nobody to give an error to: it is a line in the log.</summary>
    public void WriteBackUnasked(VNode node) => Tell(WriteBack(node));

    /// <summary>A device has written to a frame that a shared mapping showed when it was told to.</summary>
    public void NoteWritten(OpenFile file, ulong page, PhysicalAddress frame)
    {
        ulong* slot = file.Node.Pages == this && file.Node.PagesNumber != 0 ? _index.Find(in _files[file.Node.PagesNumber], page) : null;
        if (slot != null && PageSlot.FrameOf(*slot).Value == frame.Value)
        {
            MarkDirty(file.Node.PagesNumber, slot, file);
        }
    }

    private static void Tell(Errno error)
    {
        if (error != Errno.None)
        {
            Log.Write(LogLevel.Warning, "memory: changes of a mapped file could not be written, errno "u8, (ulong)error);
        }
    }

    private void MarkDirty(int number, ulong* slot, OpenFile file)
    {
        if ((*slot & PageSlot.Dirty) != 0)
        {
            return;
        }

        ref CachedFile cached = ref _files[number];
        *slot |= PageSlot.Dirty;
        cached.DirtyCount++;
        DirtyCount++;
        if (cached.Writer == null)
        {
            file.Acquire();
            cached.Writer = file;
        }
    }

    private void CleanOne(ref CachedFile cached, ulong* slot)
    {
        if ((*slot & PageSlot.Dirty) != 0)
        {
            *slot &= ~PageSlot.Dirty;
            cached.DirtyCount--;
            DirtyCount--;
        }
    }

    private void LetWriterGo(ref CachedFile cached)
    {
        OpenFile? writer = cached.Writer;
        if (cached.DirtyCount == 0 && writer != null)
        {
            cached.Writer = null;
            writer.Release();
        }
    }

    private Errno WriteBack(int number, ulong page, ulong end)
    {
        Errno error = Errno.None;
        while (true)
        {
            ulong* slot = NextChanged(number, ref page, end);
            if (slot == null)
            {
                break;
            }

            FrameBuffer? buffer = _freeBuffer;
            if (buffer == null || (*slot & PageSlot.Writing) != 0)
            {
                Sleep();
                continue;
            }

            _freeBuffer = buffer.Next;
            buffer.Clear();
            Errno failure = WriteRun(number, page, end, buffer);
            error = error == Errno.None ? failure : error;
            ReturnBuffer(buffer);
        }

        return error;
    }

    private ulong* NextChanged(int number, ref ulong page, ulong end)
    {
        ulong* slot = _index.Next(in _files[number], ref page, end);
        while (slot != null && (*slot & (PageSlot.Dirty | PageSlot.Writing)) == 0)
        {
            page++;
            slot = _index.Next(in _files[number], ref page, end);
        }

        return slot;
    }

    private Errno WriteRun(int number, ulong first, ulong end, FrameBuffer buffer)
    {
        ref CachedFile cached = ref _files[number];
        for (ulong page = first; page < end && buffer.Count < buffer.Capacity; page++)
        {
            ulong* slot = _index.Find(in cached, page);
            if (slot == null || (*slot & (PageSlot.Dirty | PageSlot.Writing)) != PageSlot.Dirty)
            {
                break;
            }

            CleanOne(ref cached, slot);
            *slot |= PageSlot.Writing;
            _pages.AddReference(PageSlot.FrameOf(*slot));
            buffer.Add(PageSlot.FrameOf(*slot));
        }

        cached.WriteBacks++;
        OpenFile writer = cached.Writer!;
        writer.Acquire();
        LetWriterGo(ref cached);
        _mappings.ForbidWrites(writer.Node, first, first + (ulong)buffer.Count);
        long offset = (long)(first << PageSize.Shift);
        int length = (int)Math.Clamp(cached.Size - offset, 0, (long)buffer.Count << PageSize.Shift);
        Sleeps++;
        Errno error = WriteAll(writer, offset, length, buffer);
        _files[number].WriteBacks++;
        for (int index = 0; index < buffer.Count; index++)
        {
            ulong* slot = _index.Find(in _files[number], first + (ulong)index);
            if (slot != null && PageSlot.FrameOf(*slot).Value == buffer[index].Value)
            {
                *slot &= ~PageSlot.Writing;
            }

            _pages.Release(buffer[index]);
        }

        writer.Release();
        return error;
    }

    private static Errno WriteAll(OpenFile writer, long offset, int length, FrameBuffer buffer)
    {
        for (int done = 0; done < length;)
        {
            buffer.Set(done, length - done, IoDirection.ToFile);
            long at = offset + done;
            Result<int> written = writer.Node.Write(writer, ref at, buffer);
            if (written.IsError || written.Value == 0)
            {
                return written.IsError ? written.Error : Errno.EIO;
            }

            done += written.Value;
        }

        return Errno.None;
    }
}
