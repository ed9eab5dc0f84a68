// The pages of files that the app has mapped: one copy of each, for all mappings and for later ones. This file: the way to a
// page. DemandPaging and ElfLoader ask for pages, the VFS tells of reads and writes (Vfs.FilePages).
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Scheduling;
using Vfs;

/// <summary>
/// A file keeps its pages when its last opening is gone; they are compared with it (size and times) by the first mapping of each opening,
/// and given up when memory is short. Pages of a <see cref="Vfs.Ram.PageStore"/> are shown as they are.
/// </summary>
public sealed unsafe partial class PageCache : FilePages
{
    private const ulong EndOfPages = 1ul << 51;

    private readonly PhysicalPages _pages;
    private readonly FileMappings _mappings;
    private readonly Scheduler _scheduler;
    private readonly ThreadQueue _waiting;
    private readonly PageIndex _index;
    private readonly CachedFile[] _files;
    private readonly int[] _buckets;
    private FrameBuffer? _freeBuffer;
    private int _freeFile;
    private int _everUsed;

    /// <param name="files">Files at most; each that is mapped has an opening, so their number is enough.</param>
    /// <param name="clusterPages">Pages that are read at once, a power of two.</param>
    /// <param name="buffers">Reads and writes that can be under way at once.</param>
    public PageCache(PhysicalPages pages, FileMappings mappings, Scheduler scheduler, int files, int clusterPages, int buffers)
    {
        _pages = pages;
        _mappings = mappings;
        _scheduler = scheduler;
        _waiting = new ThreadQueue(scheduler);
        _index = new PageIndex(pages);
        _clusterPages = clusterPages;
        _files = new CachedFile[files + 1];
        _buckets = new int[256];
        while (buffers-- > 0)
        {
            _freeBuffer = new FrameBuffer(pages, clusterPages * LargestWindow) { Next = _freeBuffer };
        }
    }

    /// <summary>Where the pages of files in memory are; set when there is one.</summary>
    public PhysicalPageStore? Store { get; set; }

    /// <summary>Files of which something is kept.</summary>
    public int InUse { get; private set; }

    /// <summary>Pages of files.</summary>
    public int PageCount { get; private set; }

    /// <summary>Of these, those that mappings have changed.</summary>
    public int DirtyCount { get; private set; }

    /// <summary>Those that can be read again.</summary>
    public int CleanCount => PageCount - DirtyCount;

    /// <summary>Grows when a thread sleeps here or pages are given up: who has looked up something before does it again.</summary>
    public ulong Sleeps { get; private set; }

    /// <summary>The frame of a page of a file, read if it is not there. May sleep; the frame is good until the caller sleeps again.</summary>
    /// <param name="willWrite">A mapping is going to change it.</param>
    /// <returns>EFBIG behind the end of the file, ENOMEM, or what reading says.</returns>
    public Result<PhysicalAddress> Find(OpenFile file, ulong page, bool willWrite)
    {
        Errno error = file.Node.Pages == this ? Errno.None : Open(file);
        if (error != Errno.None)
        {
            return error;
        }

        if (file.Node.IsInPageStore)
        {
            Result<int> stored = file.Node.StoredPage((long)page);
            return stored.IsError ? stored.Error == Errno.ENOSPC ? Errno.ENOMEM : stored.Error : Store!.FrameOf(stored.Value);
        }

        int number = file.Node.PagesNumber;
        bool isAskedAgain = false;
        while (error == Errno.None)
        {
            ulong* slot = _index.Find(in _files[number], page);
            ulong value = slot == null ? 0 : *slot;
            if ((value & PageSlot.Busy) != 0)
            {
                Sleep();
            }
            else if (value != 0)
            {
                *slot = value | PageSlot.Used;
                if (willWrite)
                {
                    MarkDirty(number, slot, file);
                }

                return PageSlot.FrameOf(value);
            }
            else if (page < PagesIn(_files[number].Size))
            {
                error = Read(file, number, page);
            }
            else if (!isAskedAgain)
            {
                // Somebody on the host may have made it longer.
                isAskedAgain = true;
                error = Refresh(file, number);
            }
            else
            {
                error = Errno.EFBIG;
            }
        }

        return error;
    }

    /// <summary>The frame of a page if it is there, without sleeping; a page that is 0 is not.</summary>
    public PhysicalAddress Peek(OpenFile file, ulong page)
    {
        if (file.Node.Pages != this || file.Node.PagesNumber == 0)
        {
            return default;
        }

        ulong* slot = _index.Find(in _files[file.Node.PagesNumber], page);
        return slot == null || (*slot & PageSlot.Busy) != 0 ? default : PageSlot.FrameOf(*slot);
    }

    /// <summary>Copies bytes of a file out of its pages.</summary>
    /// <returns>Bytes, fewer at the end of the file.</returns>
    public Result<int> Copy(OpenFile file, long offset, Span<byte> into)
    {
        int done = 0;
        while (done < into.Length)
        {
            Result<PhysicalAddress> frame = Find(file, (ulong)(offset + done) >> PageSize.Shift, willWrite: false);
            long left = file.Node.PagesNumber == 0 ? long.MaxValue : _files[file.Node.PagesNumber].Size - (offset + done);
            if (frame.Error == Errno.EFBIG || left <= 0)
            {
                break;
            }

            if (frame.IsError)
            {
                return frame.Error;
            }

            int inPage = (int)(offset + done) & (PageSize.Bytes - 1);
            int count = (int)Math.Min(Math.Min(PageSize.Bytes - inPage, into.Length - done), left);
            new ReadOnlySpan<byte>((byte*)frame.Value.Pointer + inPage, count).CopyTo(into.Slice(done));
            done += count;
        }

        return done;
    }

    private static ulong PagesIn(long size) => PageSize.RoundUp((ulong)size) >> PageSize.Shift;

    private void Sleep()
    {
        Sleeps++;
        _scheduler.Block(_waiting);
    }
}
