// Where files in memory keep their bytes: physical pages in the kernel, arrays in the tests. RamFileSystem takes from it.
namespace Vfs.Ram;

using System;
using Kernel.Abi;

/// <summary>Numbered pages of <see cref="PageSize"/> bytes.</summary>
public abstract class PageStore
{
    public const int PageSize = 4096;

    /// <summary>Pages that can be taken in all, for statfs.</summary>
    public abstract int Capacity { get; }

    /// <summary>Pages that can still be taken.</summary>
    public abstract int Available { get; }

    /// <summary>A page number from 0 on; the page's bytes are zero. ENOSPC when none is left.</summary>
    public abstract Result<int> Take();

    public abstract void Return(int page);

    /// <summary>The bytes of a taken page; valid until it is returned.</summary>
    public abstract Span<byte> Page(int page);
}
