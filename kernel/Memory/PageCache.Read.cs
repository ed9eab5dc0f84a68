// Reading pages of files: a cluster in one message, a larger one for who reads on and on.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Vfs;

public sealed unsafe partial class PageCache
{
    /// <summary>Clusters that are read at once at most.</summary>
    private const int LargestWindow = 4;

    /// <summary>Pages that reading ahead leaves free.</summary>
    private const int Reserve = 32;

    private readonly int _clusterPages;

    /// <summary>Reads of the file system.</summary>
    public ulong Reads { get; private set; }

    /// <summary>Pages that came by them.</summary>
    public ulong PagesRead { get; private set; }

    /// <summary>Reads a run of pages around one that is missing. None: look again, it may be there now.</summary>
    private Errno Read(OpenFile file, int number, ulong page)
    {
        Sleeps++;
        FrameBuffer? buffer = _freeBuffer;
        if (buffer == null)
        {
            _scheduler.Block(_waiting);
            return Errno.None;
        }

        _freeBuffer = buffer.Next;
        buffer.Clear();
        ulong first = Occupy(number, page, buffer);
        Errno error = Errno.ENOMEM;
        if (buffer.Count != 0)
        {
            buffer.Set(0, buffer.Count << PageSize.Shift, IoDirection.FromFile);
            Result<int> read = file.Node.Read(file, (long)(first << PageSize.Shift), buffer);
            Reads++;
            PagesRead += (ulong)buffer.Count;
            Finish(number, first, buffer, read.IsError ? 0 : read.Value);
            error = read.Error;
            if (error == Errno.None && read.Value <= (int)((page - first) << PageSize.Shift))
            {
                // It is shorter than was thought.
                _files[number].Size = Math.Min(_files[number].Size, (long)(first << PageSize.Shift) + read.Value);
            }
        }

        ReturnBuffer(buffer);
        return error;
    }

    private void ReturnBuffer(FrameBuffer buffer)
    {
        buffer.Next = _freeBuffer;
        _freeBuffer = buffer;
        _waiting.WakeAll();
    }

    /// <summary>Puts busy frames where pages are missing around <paramref name="page"/>; none when there is no memory for that one.</summary>
    /// <returns>The first page of the run.</returns>
    private ulong Occupy(int number, ulong page, FrameBuffer buffer)
    {
        ref CachedFile cached = ref _files[number];
        bool isNext = page == cached.NextPage && page != 0;
        cached.Window = isNext ? Math.Min(cached.Window * 2, buffer.Capacity) : _clusterPages;
        ulong first = isNext ? page : page & ~((ulong)_clusterPages - 1);
        ulong end = Math.Min(first + (ulong)cached.Window, PagesIn(cached.Size));
        first = FirstMissing(number, first, page);
        _pages.EnsureFree((int)(end - first) + Reserve);
        if (_pages.Free < (int)(end - first) + Reserve)
        {
            first = page;
            end = Math.Min(end, page + (ulong)Math.Max(1, _pages.Free - Reserve));
        }

        for (ulong at = first; at < end; at++)
        {
            ulong* slot = _index.FindOrCreate(ref cached, at);
            if (slot == null || *slot != 0)
            {
                break;
            }

            Result<PhysicalAddress> frame = _pages.Allocate();
            if (frame.IsError)
            {
                break;
            }

            *slot = frame.Value.Value | PageSlot.Busy;
            cached.PageCount++;
            PageCount++;
            buffer.Add(frame.Value);
        }

        if (buffer.Count <= (int)(page - first))
        {
            // The pages before it took what there was.
            for (int index = 0; index < buffer.Count; index++)
            {
                Remove(ref cached, _index.Find(in cached, first + (ulong)index));
            }

            buffer.Clear();
            FreeIfEmpty(number);
        }

        cached.NextPage = first + (ulong)buffer.Count;
        return first;
    }

    /// <summary>The start of the run of missing pages that ends with <paramref name="page"/>, not before <paramref name="first"/>.</summary>
    private ulong FirstMissing(int number, ulong first, ulong page)
    {
        ulong at = page;
        while (at > first)
        {
            ulong* slot = _index.Find(in _files[number], at - 1);
            if (slot != null && *slot != 0)
            {
                break;
            }

            at--;
        }

        return at;
    }

    /// <summary>The bytes are there: the pages that have some stay.</summary>
    private void Finish(int number, ulong first, FrameBuffer buffer, int bytes)
    {
        ref CachedFile cached = ref _files[number];
        for (int index = 0; index < buffer.Count; index++)
        {
            ulong* slot = _index.Find(in cached, first + (ulong)index);
            int count = Math.Clamp(bytes - (index << PageSize.Shift), 0, PageSize.Bytes);
            if (count == 0 || (*slot & PageSlot.Stale) != 0)
            {
                Remove(ref cached, slot);
                continue;
            }

            new Span<byte>((byte*)buffer[index].Pointer + count, PageSize.Bytes - count).Clear();
            *slot = buffer[index].Value | PageSlot.Present;
        }

        FreeIfEmpty(number);
    }

    /// <summary>Takes a page out that nothing is going on with.</summary>
    private void Remove(ref CachedFile cached, ulong* slot)
    {
        _pages.Release(PageSlot.FrameOf(*slot));
        *slot = 0;
        cached.PageCount--;
        PageCount--;
    }
}
