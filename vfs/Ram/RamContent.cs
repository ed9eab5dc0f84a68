// The bytes of one file in memory: a tree of pages with holes. RamNode reads, writes and cuts it.
namespace Vfs.Ram;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>
/// A radix tree as Linux's page cache had it: an index page has 1024 references to the level below, a reference is the page
/// number plus one, 0 is a hole. The tree is as high as the largest offset needs.
/// </summary>
internal sealed class RamContent
{
    /// <summary>The largest file: four levels of index pages.</summary>
    public const long MaximumSize = 1L << (ReferenceBits * MaximumHeight + PageBits);

    private const int PageBits = 12;
    private const int ReferenceBits = 10;
    private const int ReferencesPerPage = 1 << ReferenceBits;
    private const int MaximumHeight = 4;

    private readonly PageStore _store;
    private int _root;
    private int _height;

    public RamContent(PageStore store)
    {
        _store = store;
    }

    /// <summary>Pages that hold bytes of the file, index pages not counted.</summary>
    public long PageCount { get; private set; }

    /// <summary>The part of a page from <paramref name="offset"/> to the page's end; empty for a hole.</summary>
    public Span<byte> Find(long offset)
    {
        int reference = ReferenceAt(offset);
        return reference == 0 ? default : _store.Page(reference - 1).Slice((int)offset & (PageStore.PageSize - 1));
    }

    /// <summary>The number of the page at <paramref name="offset"/>, which is no hole.</summary>
    public int NumberAt(long offset) => ReferenceAt(offset) - 1;

    private int ReferenceAt(long offset)
    {
        long index = offset >> PageBits;
        int reference = index >> (ReferenceBits * _height) == 0 ? _root : 0;
        for (int level = _height - 1; level >= 0 && reference != 0; level--)
        {
            reference = Get(reference, Slot(index, level));
        }

        return reference;
    }

    /// <summary>Makes sure that the page at <paramref name="offset"/> is no hole. ENOSPC, EFBIG.</summary>
    public Errno Fill(long offset)
    {
        if (offset >= MaximumSize)
        {
            return Errno.EFBIG;
        }

        long index = offset >> PageBits;
        Errno error = Grow(index);
        int parent = _root;
        for (int level = _height - 1; level >= 0 && error == Errno.None; level--)
        {
            int slot = Slot(index, level);
            int child = Get(parent, slot);
            if (child == 0)
            {
                error = Take(isIndex: level != 0, out child);
                if (error == Errno.None)
                {
                    Set(parent, slot, child);
                }
            }

            parent = child;
        }

        return error;
    }

    /// <summary>Frees everything from <paramref name="size"/> on; the rest of the last page becomes zero.</summary>
    public void Cut(long size)
    {
        if ((size & (PageStore.PageSize - 1)) != 0)
        {
            Find(size).Clear();
        }

        long firstFree = (size + PageStore.PageSize - 1) >> PageBits;
        if (_root != 0 && Cut(_root, _height, firstFree))
        {
            _root = 0;
            _height = 0;
        }
    }

    private static int Slot(long index, int level) => (int)(index >> (ReferenceBits * level)) & (ReferencesPerPage - 1);

    /// <summary>Raises the tree until it covers page <paramref name="index"/>, and gives it a root.</summary>
    private Errno Grow(long index)
    {
        while (_root == 0 || index >> (ReferenceBits * _height) != 0)
        {
            int height = _height;
            while (index >> (ReferenceBits * height) != 0 && (_root == 0 || height == _height))
            {
                height++;
            }

            Errno error = Take(isIndex: height != 0, out int root);
            if (error != Errno.None)
            {
                return error;
            }

            if (_root != 0)
            {
                Set(root, 0, _root);
            }

            _root = root;
            _height = height;
        }

        return Errno.None;
    }

    /// <summary>Frees the pages of a subtree from page <paramref name="first"/> of it on; true when the subtree itself is gone.</summary>
    private bool Cut(int reference, int height, long first)
    {
        if (height == 0)
        {
            if (first > 0)
            {
                return false;
            }

            PageCount--;
            _store.Return(reference - 1);
            return true;
        }

        int shift = ReferenceBits * (height - 1);
        int start = (int)Math.Min(first >> shift, ReferencesPerPage);
        for (int slot = start; slot < ReferencesPerPage; slot++)
        {
            int child = Get(reference, slot);
            long firstOfChild = slot == start ? first - ((long)slot << shift) : 0;
            if (child != 0 && Cut(child, height - 1, firstOfChild))
            {
                Set(reference, slot, 0);
            }
        }

        if (first > 0)
        {
            return false;
        }

        _store.Return(reference - 1);
        return true;
    }

    private Errno Take(bool isIndex, out int reference)
    {
        Result<int> page = _store.Take();
        reference = page.Value + 1;
        if (!page.IsError && !isIndex)
        {
            PageCount++;
        }

        return page.Error;
    }

    private int Get(int reference, int slot) => BinaryPrimitives.ReadInt32LittleEndian(_store.Page(reference - 1).Slice(slot * sizeof(int)));

    private void Set(int reference, int slot, int child) => BinaryPrimitives.WriteInt32LittleEndian(_store.Page(reference - 1).Slice(slot * sizeof(int)), child);
}
