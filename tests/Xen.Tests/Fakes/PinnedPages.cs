// Memory that stays in place, as SharedMemory wants it: what a domain and its peers share in the tests.
namespace Xen.Tests.Fakes;

using System;
using Drivers.Xen;

public static unsafe class PinnedPages
{
    public const int PageBytes = 4096;

    /// <summary>Zeroed pages in a row. Two SharedMemory of one array are two views of the same memory.</summary>
    public static byte[] Allocate(int count) => GC.AllocateArray<byte>(count * PageBytes, pinned: true);

    public static SharedMemory View(byte[] pages) => View(pages, 0, pages.Length / PageBytes);

    /// <summary>One page of them.</summary>
    public static SharedMemory View(byte[] pages, int page) => View(pages, page, 1);

    private static SharedMemory View(byte[] pages, int page, int count)
    {
        fixed (byte* start = pages)
        {
            // Pinned for ever: the pointer stays true.
            return new SharedMemory(start + (page * PageBytes), count * PageBytes);
        }
    }
}
