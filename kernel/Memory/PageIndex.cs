// Where the pages of a cached file are: a radix tree of frames, as Linux's page cache has it. PageCache is its only user.
namespace Kernel.Memory;

using Kernel.Abi;

/// <summary>
/// A tree page has 512 words. In the lowest level a word is a <see cref="PageSlot"/>, above it is the frame of a tree page. Tree pages stay until the file has
/// no pages any more, so the address of a slot is good as long as one of the file's pages is there.
/// </summary>
public sealed unsafe class PageIndex
{
    private const int Bits = 9;
    private const ulong Mask = (1 << Bits) - 1;

    /// <summary>Levels for the longest file: 2^63 bytes.</summary>
    private const int Highest = 6;

    private readonly PhysicalPages _pages;

    public PageIndex(PhysicalPages pages)
    {
        _pages = pages;
    }

    /// <summary>Tree pages in use.</summary>
    public int InUse { get; private set; }

    /// <summary>The slot of a page, or null when there is no tree for it.</summary>
    public ulong* Find(in CachedFile file, ulong page)
    {
        if (file.Height == 0 || page >> (Bits * file.Height) != 0)
        {
            return null;
        }

        ulong table = file.Root;
        for (int level = file.Height - 1; level > 0; level--)
        {
            table = *At(table, page, level);
            if (table == 0)
            {
                return null;
            }
        }

        return At(table, page, 0);
    }

    /// <summary>As <see cref="Find"/>, making what is missing; null when there is no memory for that.</summary>
    public ulong* FindOrCreate(ref CachedFile file, ulong page)
    {
        while (file.Height == 0 || (file.Height < Highest && page >> (Bits * file.Height) != 0))
        {
            ulong root = TakeTable();
            if (root == 0)
            {
                return null;
            }

            *At(root, 0, 0) = file.Root;
            file.Root = root;
            file.Height++;
        }

        ulong table = file.Root;
        for (int level = file.Height - 1; level > 0; level--)
        {
            ulong* slot = At(table, page, level);
            if (*slot == 0)
            {
                *slot = TakeTable();
            }

            table = *slot;
            if (table == 0)
            {
                return null;
            }
        }

        return At(table, page, 0);
    }

    /// <summary>
    /// The first slot in use from <paramref name="page"/> on, which moves there; null when there is none before <paramref name="end"/>.
    /// </summary>
    public ulong* Next(in CachedFile file, ref ulong page, ulong end)
    {
        while (page < end && file.Height != 0 && page >> (Bits * file.Height) == 0)
        {
            ulong table = file.Root;
            int level = file.Height - 1;
            for (; level > 0; level--)
            {
                ulong below = *At(table, page, level);
                if (below == 0)
                {
                    break;
                }

                table = below;
            }

            if (level == 0 && *At(table, page, 0) != 0)
            {
                return At(table, page, 0);
            }

            ulong span = 1ul << (Bits * level);
            page = (page & ~(span - 1)) + span;
        }

        return null;
    }

    /// <summary>Gives the tree back; no slot is in use.</summary>
    public void Clear(ref CachedFile file)
    {
        if (file.Height != 0)
        {
            Clear(file.Root, file.Height - 1);
        }

        file.Root = 0;
        file.Height = 0;
    }

    private static ulong* At(ulong table, ulong page, int level)
    {
        return (ulong*)new PhysicalAddress(table).Pointer + (page >> (Bits * level) & Mask);
    }

    private ulong TakeTable()
    {
        Result<PhysicalAddress> page = _pages.Allocate();
        InUse += page.IsError ? 0 : 1;
        return page.IsError ? 0 : page.Value.Value;
    }

    private void Clear(ulong table, int level)
    {
        for (ulong entry = 0; level > 0 && entry <= Mask; entry++)
        {
            ulong below = *At(table, entry, 0);
            if (below != 0)
            {
                Clear(below, level - 1);
            }
        }

        InUse--;
        _pages.Release(new PhysicalAddress(table));
    }
}
