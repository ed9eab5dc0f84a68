// The pages of files in memory and of socket buffers: taken from RAM as they are needed, given back as they are freed.
// SystemMounts and FileTables make one each.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
using Vfs.Ram;

/// <summary>
/// A page number is an index into a table of frames. A number that is not lent holds the next free one instead, and those that
/// never were are not in that list, so that making the store touches nothing.
/// </summary>
public sealed unsafe class PhysicalPageStore : PageStore
{
    private const uint Free = 0x8000_0000;
    private const uint NoPage = 0x7FFF_FFFF;

    private readonly PhysicalPages _pages;
    private readonly uint[] _frames;
    private uint _firstReturned = NoPage;
    private int _everLent;

    /// <param name="capacity">Pages at most; four bytes each for the table, the pages themselves only while they are lent.</param>
    public PhysicalPageStore(PhysicalPages pages, int capacity)
    {
        _pages = pages;
        _frames = new uint[capacity];
    }

    public override int Capacity => _frames.Length;

    public override int Available
    {
        get
        {
            int cached = _pages.Cache == null ? 0 : _pages.Cache.PageCount - _pages.Cache.DirtyCount;
            return Math.Min(Capacity - InUse, _pages.Free + cached);
        }
    }

    /// <summary>Pages lent.</summary>
    public int InUse { get; private set; }

    public override Result<int> Take()
    {
        if (InUse == Capacity)
        {
            return Errno.ENOSPC;
        }

        _pages.EnsureFree(1);
        Result<PhysicalAddress> page = _pages.Allocate();
        if (page.IsError)
        {
            return Errno.ENOSPC;
        }

        int number = _everLent;
        if (_firstReturned != NoPage)
        {
            number = (int)_firstReturned;
            _firstReturned = _frames[number] & ~Free;
        }
        else
        {
            _everLent++;
        }

        _frames[number] = (uint)(page.Value.Value >> Kernel.Memory.PageSize.Shift);
        InUse++;
        return number;
    }

    public override void Return(int page)
    {
        _pages.Release(AddressOf(page));
        _frames[page] = _firstReturned | Free;
        _firstReturned = (uint)page;
        InUse--;
    }

    public override Span<byte> Page(int page) => new(AddressOf(page).Pointer, PageSize);

    /// <summary>The frame of a page that is lent.</summary>
    public PhysicalAddress FrameOf(int page) => AddressOf(page);

    private PhysicalAddress AddressOf(int page)
    {
        uint frame = _frames[page];
        if (page >= _everLent || (frame & Free) != 0)
        {
            Panic.Stop("ramfs: a page is used that nobody has taken"u8);
        }

        return new((ulong)frame << Kernel.Memory.PageSize.Shift);
    }
}
