// The bits of a page-table entry (Intel SDM volume 3A §4.5); written by PageTable and KernelAddressSpace.
namespace Kernel.Memory;

public static class PageEntry
{
    public const ulong Present = 1;
    public const ulong Writable = 2;
    public const ulong User = 4;
    public const ulong WriteThrough = 8;
    public const ulong CacheDisable = 16;

    /// <summary>The processor has used the entry since somebody cleared this.</summary>
    public const ulong Accessed = 0x20;

    /// <summary>In a page directory: maps 2 MiB instead of naming a table.</summary>
    public const ulong Large = 0x80;

    /// <summary>
    /// For software: the page is not the app's own but the page of zeros or a page of a file. Only mappings that share it may write to it.
    /// </summary>
    public const ulong Borrowed = 1 << 9;

    public const ulong NoExecute = 1ul << 63;

    public const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    public static PhysicalAddress PageOf(ulong entry) => new(entry & AddressMask);

    /// <summary>
    /// An entry for a page of the app. With no permission at all the page stays in the entry but is not present, so that a
    /// later mprotect finds it (PROT_NONE keeps what was written).
    /// </summary>
    /// <param name="isBorrowed">See <see cref="Borrowed"/>: not writable, whatever the protection; the first write faults.</param>
    public static ulong ForUser(PhysicalAddress page, Protection protection, bool isBorrowed)
    {
        ulong entry = page.Value | (isBorrowed ? Borrowed : 0);
        if (protection == Protection.None)
        {
            return entry;
        }

        entry |= Present | User;
        if ((protection & Protection.Write) != 0 && !isBorrowed)
        {
            entry |= Writable;
        }

        return (protection & Protection.Execute) != 0 ? entry : entry | NoExecute;
    }
}
