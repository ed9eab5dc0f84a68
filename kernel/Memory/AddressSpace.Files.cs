// Mappings of files: making them, and what shared ones have changed. MemorySyscalls and ElfLoader call it, PageCache does the work.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Vfs;

public sealed partial class AddressSpace
{
    /// <summary>mmap(2) of a file that the caller has checked and holds.</summary>
    /// <param name="offset">Of the first byte in the file, a multiple of the page size.</param>
    public Result<ulong> MapFile(
        ulong hint, ulong length, Protection protection, MapFlags flags, OpenFile file, ulong offset, RegionName name = RegionName.File)
    {
        Errno error = Files.Open(file);
        bool isShared = (flags & MapFlags.TypeMask) != MapFlags.Private;
        Region region = new() { Protection = protection, Name = name, File = file, Offset = offset, IsShared = isShared };
        return error != Errno.None ? error : Map(hint, length, flags, region);
    }

    /// <summary>
    /// MADV_DONTNEED: the pages go, the next access finds zeros or the bytes of the file. ENOMEM where part of the range is not mapped;
    /// the rest is done.
    /// </summary>
    public Errno DiscardPages(ulong address, ulong length)
    {
        if (!TryRange(address, ref length))
        {
            return Errno.ENOMEM;
        }

        ulong end = address + length;
        for (int index = Regions.FirstEndingAfter(address); index < Regions.Count && Regions[index].Start < end; index++)
        {
            ref readonly Region region = ref Regions[index];
            if (region.Name != RegionName.Shared)
            {
                _table.Drop(Math.Max(address, region.Start), Math.Min(end, region.End));
            }
        }

        return length == 0 || Regions.IsMapped(address, end) ? Errno.None : Errno.ENOMEM;
    }

    /// <summary>MS_SYNC: writes what shared mappings in a range have changed, and waits for the server to store it. The first error.</summary>
    public Errno Synchronize(ulong address, ulong length)
    {
        Errno error = Errno.None;
        while (length != 0 && address < Top)
        {
            int index = Regions.FirstEndingAfter(address);
            if (index == Regions.Count || Regions[index].Start - Math.Min(address, Regions[index].Start) >= length)
            {
                break;
            }

            Region region = Regions[index];
            ulong end = Math.Min(region.End, address + length);
            if (region.IsShared)
            {
                region.File!.Acquire();
                Errno written = Files.WriteBack(region.File.Node, region.PageOf(Math.Max(address, region.Start)), region.PageOf(end - 1) + 1);
                written = written == Errno.None ? region.File.Node.Synchronize(region.File, dataOnly: true) : written;
                error = error == Errno.None ? written : error;
                region.File.Release();
            }

            length -= end - address;
            address = end;
        }

        return error;
    }

    /// <summary>Makes the pages of a range present as far as that is possible (MAP_POPULATE, MADV_POPULATE_READ and _WRITE).</summary>
    public Errno Populate(ulong address, ulong length, MemoryAccess access)
    {
        for (ulong at = address; at < address + length; at += PageSize.Bytes)
        {
            Errno error = Resolve(at, access).Error;
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    /// <summary>Whether a shared mapping may write to a file.</summary>
    public bool IsMappedForWriting(VNode node)
    {
        for (int index = 0; index < Regions.Count; index++)
        {
            ref readonly Region region = ref Regions[index];
            if (region.IsShared && region.File!.Node == node && region.File.IsWritable)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>mincore(2): whether touching an address would find its page in memory; the address is mapped.</summary>
    public unsafe bool IsResident(ulong address)
    {
        ulong* entry = _table.Find(address);
        ref readonly Region region = ref Regions[Regions.Find(address)];
        return (entry != null && *entry != 0) || (region.File != null && Files.Peek(region.File, region.PageOf(address)).Value != 0);
    }

    /// <summary>A device has written to the page at an address of the app, which may be a file's: perhaps after that page was written back.</summary>
    public void NoteWritten(ulong address, PhysicalAddress frame)
    {
        int index = Files.PageCount == 0 ? -1 : Regions.Find(address);
        if (index >= 0 && Regions[index].IsShared)
        {
            Files.NoteWritten(Regions[index].File!, Regions[index].PageOf(address), frame);
        }
    }

    /// <summary>Whether a range has shared mappings of files that are not open for writing.</summary>
    private bool HasReadOnlyFile(ulong start, ulong end)
    {
        for (int index = Regions.FirstEndingAfter(start); index < Regions.Count && Regions[index].Start < end; index++)
        {
            if (Regions[index].IsShared && !Regions[index].File!.IsWritable)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes what shared mappings of a range have changed, before they go. May sleep; nothing is unmapped.</summary>
    private void WriteChanged(ulong start, ulong end)
    {
        while (start < end && FindChanged(start, end, out OpenFile file, out ulong changedEnd))
        {
            file.Acquire();
            Files.WriteBackUnasked(file.Node);
            file.Release();
            start = changedEnd;
        }
    }

    /// <summary>The first piece of a range that is a shared mapping, when there are changes at all.</summary>
    private bool FindChanged(ulong start, ulong end, out OpenFile file, out ulong changedEnd)
    {
        file = null!;
        changedEnd = 0;
        for (int index = Regions.FirstEndingAfter(start); Files.DirtyCount != 0 && index < Regions.Count && Regions[index].Start < end; index++)
        {
            if (Regions[index].IsShared)
            {
                file = Regions[index].File!;
                changedEnd = Math.Min(end, Regions[index].End);
                return true;
            }
        }

        return false;
    }
}
