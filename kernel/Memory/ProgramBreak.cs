// The end of the app's heap, which brk(2) moves; part of AddressSpace.
namespace Kernel.Memory;

using Kernel.Abi;

public sealed class ProgramBreak
{
    private readonly RegionTable _regions;
    private readonly PageTable _table;
    private ulong _start;
    private ulong _end;

    public ProgramBreak(RegionTable regions, PageTable table)
    {
        _regions = regions;
        _table = table;
    }

    /// <summary>An empty heap at a page boundary.</summary>
    public void Start(ulong address)
    {
        _start = address;
        _end = address;
    }

    /// <param name="allowance">Bytes by which the heap may grow.</param>
    /// <returns>The new end of the heap, or the old one when the wish cannot be met.</returns>
    public ulong Move(ulong wish, ulong allowance)
    {
        if (wish < _start || wish > AddressSpace.Top)
        {
            return _end;
        }

        ulong oldPage = PageSize.RoundUp(_end);
        ulong newPage = PageSize.RoundUp(wish);
        if (newPage > oldPage && (newPage - oldPage > allowance || !TryGrow(oldPage, newPage)))
        {
            return _end;
        }

        if (newPage < oldPage)
        {
            if (_regions.Remove(newPage, oldPage) != Errno.None)
            {
                return _end;
            }

            _table.Drop(newPage, oldPage);
        }

        _end = wish;
        return _end;
    }

    private bool TryGrow(ulong start, ulong end)
    {
        return _regions.IsFree(start, end)
            && _regions.Insert(start, end, Protection.Read | Protection.Write, RegionName.Heap) == Errno.None;
    }
}
