// Changes of a mapped file by other ways than its mapping: OpenFile tells of write(2), the nodes of a new size. The pages show them at once.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Vfs;

public sealed unsafe partial class PageCache
{
    public override uint BeforeWrite(VNode node) => _files[node.PagesNumber].WriteBacks;

    public override void AfterWrite(OpenFile file, long offset, IoBuffer from, int count, uint before)
    {
        int number = file.Node.PagesNumber;
        if (number == 0)
        {
            return;
        }

        _files[number].Size = Math.Max(_files[number].Size, offset + count);
        for (int done = 0; done < count && _files[number].PageCount != 0;)
        {
            int inPage = (int)(offset + done) & (PageSize.Bytes - 1);
            int part = Math.Min(count - done, PageSize.Bytes - inPage);
            ulong page = (ulong)(offset + done) >> PageSize.Shift;
            ulong* slot = _index.Find(in _files[number], page);
            if (slot != null && (*slot & PageSlot.Busy) != 0)
            {
                *slot |= PageSlot.Stale;
            }
            else if (slot != null && *slot != 0)
            {
                TakeOver(number, page, slot, inPage, from, done, part);
                Settle(file, page, before);
            }

            done += part;
        }
    }

    public override void AfterResize(VNode node, long size)
    {
        ulong first = PagesIn(size);
        int number = node.PagesNumber;
        if (number != 0)
        {
            ref CachedFile cached = ref _files[number];
            cached.Size = size;
            int inPage = (int)size & (PageSize.Bytes - 1);
            ulong* last = inPage == 0 ? null : _index.Find(in cached, first - 1);
            if (last != null && (*last & PageSlot.Busy) != 0)
            {
                *last |= PageSlot.Stale;
            }
            else if (last != null && *last != 0)
            {
                new Span<byte>((byte*)PageSlot.FrameOf(*last).Pointer + inPage, PageSize.Bytes - inPage).Clear();
            }

            Cut(number, first);
        }

        _mappings.Drop(node, first, EndOfPages);
    }

    /// <summary>The pages from one on are gone, changed or not.</summary>
    private void Cut(int number, ulong first)
    {
        ref CachedFile cached = ref _files[number];
        for (ulong* slot = _index.Next(in cached, ref first, EndOfPages); slot != null; slot = _index.Next(in cached, ref first, EndOfPages))
        {
            if ((*slot & PageSlot.Busy) != 0)
            {
                *slot |= PageSlot.Stale;
            }
            else
            {
                CleanOne(ref cached, slot);
                Remove(ref cached, slot);
            }

            first++;
        }

        LetWriterGo(ref cached);
        FreeIfEmpty(number);
    }

    /// <summary>Copies what write(2) has put into the file; a page that it cannot be copied to is read again.</summary>
    private void TakeOver(int number, ulong page, ulong* slot, int inPage, IoBuffer from, int offset, int count)
    {
        PhysicalAddress frame = PageSlot.FrameOf(*slot);
        _pages.AddReference(frame);
        Errno error = from.Get(offset, new Span<byte>((byte*)frame.Pointer + inPage, count));
        _pages.Release(frame);
        slot = error == Errno.None ? null : _index.Find(in _files[number], page);
        if (slot != null && PageSlot.IsClean(*slot))
        {
            _mappings.DropShown(_files[number].Node!, page, page + 1);
            Remove(ref _files[number], slot);
        }
    }

    /// <summary>
    /// A page that was on its way while write(2) was may have arrived after it, with the bytes from before: then it has to go once more.
    /// </summary>
    private void Settle(OpenFile file, ulong page, uint before)
    {
        ref CachedFile cached = ref _files[file.Node.PagesNumber];
        ulong* slot = _index.Find(in cached, page);
        bool wasOnItsWay = cached.WriteBacks != before || (slot != null && (*slot & PageSlot.Writing) != 0);
        if (wasOnItsWay && slot != null && (*slot & PageSlot.Present) != 0)
        {
            MarkDirty(file.Node.PagesNumber, slot, file);
        }
    }
}
