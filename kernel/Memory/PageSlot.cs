// The word that PageIndex keeps for a page of a file: its frame, and what is going on with it.
namespace Kernel.Memory;

/// <summary>Bits below the frame's address; 0 is no page.</summary>
public static class PageSlot
{
    public const ulong Present = 1;

    /// <summary>Being read: its bytes are not there yet.</summary>
    public const ulong Busy = 2;

    /// <summary>With <see cref="Busy"/>: the file has changed meanwhile, so what comes is not to be believed.</summary>
    public const ulong Stale = 4;

    /// <summary>A mapping may have changed it since it was read or written.</summary>
    public const ulong Dirty = 8;

    /// <summary>Being written.</summary>
    public const ulong Writing = 16;

    /// <summary>Asked for since the last search for pages to give up.</summary>
    public const ulong Used = 32;

    public static PhysicalAddress FrameOf(ulong slot) => new(slot & PageEntry.AddressMask);

    /// <summary>Whether it can be read from the file again and nobody is at it.</summary>
    public static bool IsClean(ulong slot) => (slot & (Present | Busy | Dirty | Writing)) == Present;
}
