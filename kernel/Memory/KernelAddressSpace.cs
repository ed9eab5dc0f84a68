// The kernel's half of the address space: RAM, image, stacks and devices, each with no more rights than it needs. Made once by Machine.
namespace Kernel.Memory;

using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Boot;
using Kernel.Diagnostics;

/// <summary>Replaces the page tables of Entry.S; the app's half of the same tables belongs to <see cref="AddressSpace"/>.</summary>
public sealed unsafe class KernelAddressSpace
{
    private const ulong ReadOnly = PageEntry.Present | PageEntry.NoExecute;
    private const ulong ReadWrite = PageEntry.Present | PageEntry.NoExecute | PageEntry.Writable;

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
            OutOfMemory();
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
        Protect();
        Cpu.WriteCr3(root.Value.Value);
    }

    public PageTable Table { get; }

    /// <summary>Whatever the loader left off: read-only holds for ring 0, NX works, and ring 0 neither runs nor touches user pages.</summary>
    private static void Protect()
    {
        Msr.Write(Msr.Efer, Msr.Read(Msr.Efer) | Cpu.EferNoExecute);
        Cpu.WriteCr0(Cpu.ReadCr0() | Cpu.Cr0WriteProtect);
        ulong cr4 = Cpu.ReadCr4();
        cr4 |= Cpuid.HasSmep ? Cpu.Cr4Smep : 0;
        cr4 |= Cpuid.HasSmap ? Cpu.Cr4Smap : 0;
        cr4 |= Cpuid.HasUmip ? Cpu.Cr4Umip : 0;
        Cpu.WriteCr4(cr4);
    }

    private static void OutOfMemory() => Panic.Stop("memory: no RAM for the kernel's page tables"u8);

    /// <summary>The direct map, in 2 MiB pages but for the ends and the image: what is read-only there is read-only here, too.</summary>
    private void MapRam(ulong start, ulong end)
    {
        for (ulong address = start; address < end;)
        {
            ulong largeEnd = address + PageSize.Large;
            bool touchesImage = largeEnd > _imageStart && address < _readOnlyEnd;
            if ((address & (PageSize.Large - 1)) == 0 && largeEnd <= end && !touchesImage)
            {
                Map(PhysicalAddress.DirectMap + address, address | ReadWrite | PageEntry.Large, 1);
                address = largeEnd;
                continue;
            }

            bool isReadOnly = address >= _imageStart && address < _readOnlyEnd;
            Map(PhysicalAddress.DirectMap + address, address | (isReadOnly ? ReadOnly : ReadWrite), 0);
            address += PageSize.Bytes;
        }
    }

    private void MapImage(ulong start, ulong end, ulong flags)
    {
        for (ulong address = start; address < end; address += PageSize.Bytes)
        {
            Map(address, (address - PhysicalAddress.ImageMap) | flags, 0);
        }
    }

    private void Map(ulong address, ulong entry, int level)
    {
        if (Table.Set(address, entry, level) != Errno.None)
        {
            OutOfMemory();
        }
    }
}
