// The kernel's half of the address space: RAM, image, stacks and devices, each with no more rights than it needs. Made once by Machine.
namespace Kernel.Memory;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Boot;
using Kernel.Diagnostics;

/// <summary>
/// Replaces the page tables of Entry.S, which has turned on what makes their bits count (NX, WP, SMEP, SMAP); the app's half of the same
/// tables belongs to <see cref="AddressSpace"/>.
/// </summary>
public sealed unsafe class KernelAddressSpace
{
    private const ulong ReadOnly = PageEntry.Present | PageEntry.NoExecute;
    private const ulong ReadWrite = PageEntry.Present | PageEntry.NoExecute | PageEntry.Writable;

    private static ReadOnlySpan<byte> OutOfMemory => "memory: no RAM for the kernel's page tables"u8;

    private readonly ulong _imageStart;
    private readonly ulong _readOnlyEnd;

    /// <summary>Builds the tables and switches to them.</summary>
    public KernelAddressSpace(PhysicalPages pages, BootInformation boot, Board board)
    {
        ref readonly ImageLayout image = ref ImageLayout.Current;
        _imageStart = image.TextStart - PhysicalAddress.ImageMap;
        _readOnlyEnd = image.ReadOnlyEnd - PhysicalAddress.ImageMap;
        Result<PhysicalAddress> root = pages.Allocate();
        if (root.IsError)
        {
            Panic.Stop(OutOfMemory);
        }

        Table = new PageTable(pages, root.Value);
        PhysicalRanges readable = BootMemory.FindReadableRanges(boot);
        board.AddReadable(readable);
        for (int index = 0; index < readable.Count; index++)
        {
            MapRam(readable.StartOf(index), readable.EndOf(index));
        }

        MapImage(image.TextStart, image.TextEnd, PageEntry.Present);
        MapImage(image.ReadOnlyStart, image.ReadOnlyEnd, ReadOnly);
        MapImage(image.WritableStart, image.BootStackGuard, ReadWrite);
        MapImage(image.BootStackGuard + PageSize.Bytes, image.End, ReadWrite);
        Cpu.WriteCr3(root.Value.Value);
    }

    public PageTable Table { get; }

    /// <summary>The direct map, in 2 MiB pages but for the ends and the image: what is read-only there is read-only here, too.</summary>
    private void MapRam(ulong start, ulong end)
    {
        while (start < end)
        {
            ulong stop = Math.Min(end, (start & ~(PageSize.Large - 1)) + PageSize.Large);
            stop = start < _imageStart ? Math.Min(stop, _imageStart) : stop;
            bool isReadOnly = start >= _imageStart && start < _readOnlyEnd;
            stop = isReadOnly ? Math.Min(stop, _readOnlyEnd) : stop;
            bool isLarge = stop - start == PageSize.Large && !isReadOnly;
            ulong flags = isReadOnly ? ReadOnly : isLarge ? ReadWrite | PageEntry.Large : ReadWrite;
            Map(PhysicalAddress.DirectMap + start, PhysicalAddress.DirectMap + stop, start | flags, isLarge ? 1 : 0);
            start = stop;
        }
    }

    private void MapImage(ulong start, ulong end, ulong flags) => Map(start, end, (start - PhysicalAddress.ImageMap) | flags, 0);

    private void Map(ulong start, ulong end, ulong entry, int level)
    {
        if (Table.SetRun(start, end, entry, level) != Errno.None)
        {
            Panic.Stop(OutOfMemory);
        }
    }
}
