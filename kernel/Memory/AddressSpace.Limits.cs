// What mmap, mprotect, mremap and brk refuse because there could never be memory for it, or because of RLIMIT_AS.
namespace Kernel.Memory;

using System;

public sealed partial class AddressSpace
{
    /// <summary>In a smaller VM too: threads' stacks and the arenas of allocators are large, and mostly never touched.</summary>
    private const ulong LeastAtOnce = 128 << 20;

    /// <summary>
    /// Bytes that one call can make writable. An allocator that asks for more than all of the VM's memory gets ENOMEM, which programs can
    /// handle, instead of being killed when it touches it (Linux's vm.overcommit_memory 0). Less is promised whatever there is.
    /// </summary>
    private readonly ulong _mostAtOnce;

    /// <summary>Bytes that may be mapped (RLIMIT_AS), as the app has set it; without a limit until it has.</summary>
    public ulong Limit { get; set; } = ulong.MaxValue;

    private bool IsWithinLimit(ulong length) => length <= Limit && Regions.MappedBytes <= Limit - length;

    /// <summary>Whether mprotect would make more of one mapping writable than there can be.</summary>
    private bool IsTooMuch(ulong address, ulong end)
    {
        for (int index = Regions.FirstEndingAfter(address); index < Regions.Count && Regions[index].Start < end; index++)
        {
            Region region = Regions[index];
            ulong length = Math.Min(end, region.End) - Math.Max(address, region.Start);
            bool isNew = (region.Protection & Protection.Write) == 0 && !region.WasWritable;
            region.Protection |= Protection.Write;
            if (isNew && region.IsCharged && length > _mostAtOnce)
            {
                return true;
            }
        }

        return false;
    }
}
