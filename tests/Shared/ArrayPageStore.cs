// Pages of a RamFileSystem out of one array, for the host tests; counts what is taken.
namespace Tests.Shared;

using System;
using Kernel.Abi;
using Vfs.Ram;

public sealed class ArrayPageStore : PageStore
{
    private readonly byte[] _bytes;
    private readonly int[] _free;
    private int _available;

    public ArrayPageStore(int pages)
    {
        _bytes = new byte[pages * PageSize];
        _free = new int[pages];
        for (int index = 0; index < pages; index++)
        {
            _free[index] = pages - 1 - index;
        }

        _available = pages;
    }

    public override int Capacity => _free.Length;

    public override int Available => _available;

    public int InUse => Capacity - Available;

    public override Result<int> Take()
    {
        if (_available == 0)
        {
            return Errno.ENOSPC;
        }

        int page = _free[--_available];
        Page(page).Clear();
        return page;
    }

    public override void Return(int page)
    {
        // What is freed must not be read again: make it visible.
        Page(page).Fill(0xDB);
        _free[_available++] = page;
    }

    public override Span<byte> Page(int page) => _bytes.AsSpan(page * PageSize, PageSize);
}
