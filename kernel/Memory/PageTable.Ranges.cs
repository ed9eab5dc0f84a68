// What happens to all pages of a range at once: mprotect, munmap, mremap and the end of a program. AddressSpace calls it.
namespace Kernel.Memory;

using System;
using Kernel.Abi;

public sealed unsafe partial class PageTable
{
    private const ulong LeafTableSpan = 2 << 20;

    /// <summary>Gives every page in a range another protection; pages that are not there yet get theirs when they come.</summary>
    public void Protect(ulong start, ulong end, Protection protection)
    {
        ulong address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                ulong old = table[IndexOf(address, 0)];
                if (old != 0)
                {
                    table[IndexOf(address, 0)] = PageEntry.ForUser(PageEntry.PageOf(old), protection, (old & PageEntry.Borrowed) != 0);
                    NoteStale(address, old);
                }
            }
        }

        Flush();
    }

    /// <summary>Releases every page in a range, and the tables that become empty.</summary>
    public void Drop(ulong start, ulong end)
    {
        ulong address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            PhysicalAddress tablePage = PhysicalAddress.Of(table);
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                ulong old = table[IndexOf(address, 0)];
                if (old != 0)
                {
                    table[IndexOf(address, 0)] = 0;
                    NoteStale(address, old);
                    _pages.Release(PageEntry.PageOf(old));
                    _pages.Release(tablePage);
                }
            }

            Prune(address - PageSize.Bytes);
        }

        Flush();
    }

    /// <summary>Entries in use in a range.</summary>
    public int CountPages(ulong start, ulong end)
    {
        int count = 0;
        ulong address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                count += table[IndexOf(address, 0)] != 0 ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Moves the pages of a range to addresses that have none (mremap). ENOMEM: nothing was moved.</summary>
    public Errno Move(ulong start, ulong end, ulong target)
    {
        ulong address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                if (table[IndexOf(address, 0)] != 0 && FindOrCreate(target + (address - start), 0) == null)
                {
                    Drop(target, target + (end - start));
                    return Errno.ENOMEM;
                }
            }
        }

        address = start;
        for (ulong* table = NextTable(ref address, end); table != null; table = NextTable(ref address, end))
        {
            for (ulong tableEnd = EndOfTable(address, end); address < tableEnd; address += PageSize.Bytes)
            {
                ulong old = table[IndexOf(address, 0)];
                if (old != 0)
                {
                    table[IndexOf(address, 0)] = 0;
                    NoteStale(address, old);
                    Set(target + (address - start), old);
                    _pages.Release(PhysicalAddress.Of(table));
                }
            }

            Prune(address - PageSize.Bytes);
        }

        Flush();
        return Errno.None;
    }

    private static ulong EndOfTable(ulong address, ulong end) => Math.Min(end, (address & ~(LeafTableSpan - 1)) + LeafTableSpan);

    /// <summary>
    /// The table of 4 KiB entries for <paramref name="address"/>, which first moves up to one that exists; null when none does before the
    /// end.
    /// </summary>
    private ulong* NextTable(ref ulong address, ulong end)
    {
        ulong* table = (ulong*)Root.Pointer;
        int level = Levels - 1;
        while (address < end)
        {
            ulong entry = table[IndexOf(address, level)];
            if ((entry & PageEntry.Present) != 0)
            {
                table = (ulong*)PageEntry.PageOf(entry).Pointer;
                if (--level == 0)
                {
                    return table;
                }

                continue;
            }

            ulong span = 1ul << (PageSize.Shift + LevelBits * level);
            address = (address & ~(span - 1)) + span;
            if (IndexOf(address, level) == 0)
            {
                // That was this table's last entry; from the root on again.
                table = (ulong*)Root.Pointer;
                level = Levels - 1;
            }
        }

        return null;
    }
}
