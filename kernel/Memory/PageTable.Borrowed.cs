// What happens to entries that show pages of files: they lose the right to write, or go altogether. FileMappings calls it.
namespace Kernel.Memory;

public sealed unsafe partial class PageTable
{
    /// <summary>The next write to a page of a file in this range faults, so that it is noticed.</summary>
    public void ForbidWrites(ulong start, ulong end)
    {
        const ulong sharedAndWritable = PageEntry.Borrowed | PageEntry.Writable;
        ulong address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                ulong old = table[IndexOf(address, 0)];
                if ((old & sharedAndWritable) == sharedAndWritable)
                {
                    table[IndexOf(address, 0)] = old & ~PageEntry.Writable;
                    NoteStale(address, old);
                }
            }
        }

        Flush();
    }

    /// <summary>
    /// Takes pages that can be found again out of a range: those of files that nobody has written to since they were read, and pages of
    /// zeros. One that was used since the last call gets another chance.
    /// </summary>
    /// <param name="all">No second chance.</param>
    /// <returns>How many went.</returns>
    public int DropUnused(ulong start, ulong end, bool all)
    {
        int dropped = 0;
        ulong address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            PhysicalAddress tablePage = PhysicalAddress.Of(table);
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                ulong old = table[IndexOf(address, 0)];
                if ((old & (PageEntry.Borrowed | PageEntry.Writable)) != PageEntry.Borrowed)
                {
                    continue;
                }

                bool isKept = (old & PageEntry.Accessed) != 0 && !all;
                table[IndexOf(address, 0)] = isKept ? old & ~PageEntry.Accessed : 0;
                NoteStale(address, old);
                if (isKept)
                {
                    continue;
                }

                _pages.Release(PageEntry.PageOf(old));
                _pages.Release(tablePage);
                dropped++;
            }

            Prune(address - PageSize.Bytes);
        }

        Flush();
        return dropped;
    }
}
