// Giving pages up: when memory is short, when the file has changed, when the app has ended.
namespace Kernel.Memory;

public sealed unsafe partial class PageCache
{
    private int _hand = 1;
    private ulong _handPage;

    /// <summary>
    /// Frees pages of files that can be read again: first those that nobody shows and nobody asked for lately, in the end all. Never sleeps.
    /// The caller holds no entry of a page table.
    /// </summary>
    public void Reclaim(int wanted)
    {
        if (PageCount == 0)
        {
            return;
        }

        Sleeps++;
        int freed = Sweep(wanted, all: false);
        for (int round = 0; freed < wanted && round < 3; round++)
        {
            _mappings.DropUnused(all: round == 2);
            freed += Sweep(wanted - freed, all: round != 0);
        }
    }

    /// <summary>Everything goes: the app has ended and what it changed is written.</summary>
    public void Clear()
    {
        for (int number = 1; number <= _everUsed; number++)
        {
            if (_files[number].FileSystem != null)
            {
                Cut(number, 0);
            }
        }
    }

    /// <summary>Goes once through all pages, from where the last search ended.</summary>
    private int Sweep(int wanted, bool all)
    {
        int freed = 0;
        for (int step = 0; step <= _everUsed && freed < wanted; step++)
        {
            freed += _files[_hand].PageCount == 0 ? 0 : SweepFile(_hand, wanted - freed, all);
            if (freed < wanted)
            {
                _hand = _hand >= _everUsed ? 1 : _hand + 1;
                _handPage = 0;
            }
        }

        return freed;
    }

    private int SweepFile(int number, int wanted, bool all)
    {
        ref CachedFile cached = ref _files[number];
        int freed = 0;
        for (ulong* slot = _index.Next(in cached, ref _handPage, EndOfPages);
            slot != null && freed < wanted;
            slot = _index.Next(in cached, ref _handPage, EndOfPages))
        {
            if (PageSlot.IsClean(*slot) && _pages.ReferencesTo(PageSlot.FrameOf(*slot)) == 1)
            {
                if (all || (*slot & PageSlot.Used) == 0)
                {
                    Remove(ref cached, slot);
                    freed++;
                }
                else
                {
                    *slot &= ~PageSlot.Used;
                }
            }

            _handPage++;
        }

        FreeIfEmpty(number);
        return freed;
    }

    /// <summary>The file is not what it was: every page that no mapping has changed is read anew when it is touched.</summary>
    private void DropClean(int number)
    {
        ref CachedFile cached = ref _files[number];
        if (cached.PageCount == 0)
        {
            return;
        }

        if (cached.Node != null)
        {
            _mappings.DropShown(cached.Node, 0, EndOfPages);
        }

        ulong page = 0;
        for (ulong* slot = _index.Next(in cached, ref page, EndOfPages); slot != null; slot = _index.Next(in cached, ref page, EndOfPages))
        {
            if ((*slot & PageSlot.Busy) != 0)
            {
                *slot |= PageSlot.Stale;
            }
            else if (PageSlot.IsClean(*slot))
            {
                Remove(ref cached, slot);
            }

            page++;
        }

        FreeIfEmpty(number);
    }

    /// <summary>Makes room in the table of files: those that nobody has open lose their pages.</summary>
    private void DropUnopened()
    {
        for (int number = 1; number <= _everUsed; number++)
        {
            if (_files[number].FileSystem != null && _files[number].Node == null)
            {
                Cut(number, 0);
            }
        }
    }
}
