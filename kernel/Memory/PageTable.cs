// The four-level page table that the processor walks: sets, finds and drops entries; used by AddressSpace (lower half) and KernelAddressSpace.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;

/// <summary>
/// An entry that is not zero holds a page, present or not. A table's page has one holder for itself and one for each entry
/// in use, so that a table is freed with its last entry. There is one table: the app and the kernel share the root.
/// PageTable.Ranges has what is done to whole ranges.
/// </summary>
public sealed unsafe partial class PageTable
{
    private const int Levels = 4;
    private const int LevelBits = 9;
    private const ulong EntryIndexMask = 511;

    /// <summary>From this many pages on, dropping the whole TLB is cheaper than INVLPG for each.</summary>
    private const int WholeFlushThreshold = 64;

    private const ulong UpperHalf = 1ul << 63;

    private readonly PhysicalPages _pages;
    private int _staleEntries;

    /// <param name="root">An empty page, the PML4.</param>
    public PageTable(PhysicalPages pages, PhysicalAddress root)
    {
        _pages = pages;
        Root = root;
    }

    public PhysicalAddress Root { get; }

    /// <summary>The 4 KiB entry for an address, or null when no table exists for it.</summary>
    public ulong* Find(ulong address)
    {
        ulong* table = (ulong*)Root.Pointer;
        for (int level = Levels - 1; level > 0; level--)
        {
            ulong entry = table[IndexOf(address, level)];
            if ((entry & (PageEntry.Present | PageEntry.Large)) != PageEntry.Present)
            {
                return null;
            }

            table = (ulong*)PageEntry.PageOf(entry).Pointer;
        }

        return &table[IndexOf(address, 0)];
    }

    /// <summary>Writes an entry that was zero; makes the tables on the way.</summary>
    /// <param name="level">0 for a page, 1 for 2 MiB.</param>
    /// <returns>ENOMEM when there is no page for a table; nothing has changed then.</returns>
    public Errno Set(ulong address, ulong value, int level = 0)
    {
        ulong* entry = FindOrCreate(address, level);
        if (entry == null)
        {
            return Errno.ENOMEM;
        }

        _pages.AddReference(TableOf(entry));
        *entry = value;
        return Errno.None;
    }

    /// <summary>As <see cref="Set"/> for adjacent pages, of which <paramref name="value"/> is the first one's entry. ENOMEM: some are set.</summary>
    public Errno SetRun(ulong address, ulong end, ulong value, int level)
    {
        ulong pageLength = 1ul << (PageSize.Shift + LevelBits * level);
        ulong tableLength = pageLength << LevelBits;
        while (address < end)
        {
            ulong* entry = FindOrCreate(address, level);
            if (entry == null)
            {
                return Errno.ENOMEM;
            }

            ulong stop = Math.Min(end, (address & ~(tableLength - 1)) + tableLength);
            _pages.AddReferences(TableOf(entry), (uint)((stop - address) / pageLength));
            for (; address < stop; address += pageLength, value += pageLength)
            {
                *entry++ = value;
            }
        }

        return Errno.None;
    }

    /// <summary>Replaces an entry that is in use.</summary>
    public void Replace(ulong address, ulong* entry, ulong value)
    {
        bool wasPresent = (*entry & PageEntry.Present) != 0;
        *entry = value;
        if (wasPresent)
        {
            // Afterwards: before, the processor could load the old entry once more.
            Cpu.InvalidatePage((void*)address);
        }
    }

    private static int IndexOf(ulong address, int level)
    {
        return (int)(address >> (PageSize.Shift + LevelBits * level) & EntryIndexMask);
    }

    private static PhysicalAddress TableOf(ulong* entry) => new(PageSize.RoundDown(PhysicalAddress.Of(entry).Value));

    private ulong* FindOrCreate(ulong address, int leafLevel)
    {
        ulong tableFlags = PageEntry.Present | PageEntry.Writable | ((address & UpperHalf) != 0 ? 0 : PageEntry.User);
        ulong* table = (ulong*)Root.Pointer;
        for (int level = Levels - 1; level > leafLevel; level--)
        {
            ulong* entry = &table[IndexOf(address, level)];
            if (*entry == 0)
            {
                Result<PhysicalAddress> created = _pages.Allocate();
                if (created.IsError)
                {
                    Prune(address);
                    return null;
                }

                _pages.AddReference(TableOf(entry));
                *entry = created.Value.Value | tableFlags;
            }

            table = (ulong*)PageEntry.PageOf(*entry).Pointer;
        }

        return &table[IndexOf(address, leafLevel)];
    }

    /// <summary>Frees the tables on the way to an address that have no entry in use, from the lowest up.</summary>
    private void Prune(ulong address)
    {
        while (true)
        {
            ulong* parent = (ulong*)Root.Pointer;
            ulong* entry = &parent[IndexOf(address, Levels - 1)];
            for (int level = Levels - 2; level > 0 && *entry != 0; level--)
            {
                ulong* next = &((ulong*)PageEntry.PageOf(*entry).Pointer)[IndexOf(address, level)];
                if (*next == 0)
                {
                    break;
                }

                entry = next;
            }

            if (*entry == 0 || _pages.ReferencesTo(PageEntry.PageOf(*entry)) != 1)
            {
                return;
            }

            PhysicalAddress table = PageEntry.PageOf(*entry);
            *entry = 0;
            _pages.Release(table);
            _pages.Release(TableOf(entry));

            // The processor may have cached the entry that named the table.
            _staleEntries = WholeFlushThreshold + 1;
        }
    }

    private void NoteStale(ulong address, ulong old)
    {
        if ((old & PageEntry.Present) != 0 && ++_staleEntries <= WholeFlushThreshold)
        {
            Cpu.InvalidatePage((void*)address);
        }
    }

    private void Flush()
    {
        if (_staleEntries > WholeFlushThreshold)
        {
            Cpu.WriteCr3(Cpu.ReadCr3());
        }

        _staleEntries = 0;
    }
}
