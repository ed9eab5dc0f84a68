// Rule image-audit, memory: no page is writable and executable, the kernel lies in the high half, and the image fits its budget.
namespace Gates;

using System.Collections.Generic;
using System.Linq;

public static class SegmentGate
{
    public const string Rule = "image-audit";
    private const ulong KernelBase = 0xFFFF_FFFF_8000_0000;
    private const ulong PageSize = 4096;

    /// <summary>What a loader reads of the file; .bss is memory, not image.</summary>
    private const ulong ImageLimit = 1024 * 1024;

    public static IEnumerable<Violation> Check(ElfFile elf)
    {
        ElfSegment[] loaded = [.. elf.Segments.Where(s => s.Type == ElfSegment.Load).OrderBy(s => s.Address)];
        for (int i = 0; i < loaded.Length; i++)
        {
            ElfSegment segment = loaded[i];
            string where = $"segment at {segment.Address:x}";
            if (segment.IsWritable && segment.IsExecutable)
            {
                yield return new(Rule, where, "writable and executable");
            }

            if (segment.Address < KernelBase || segment.Address - KernelBase != segment.PhysicalAddress)
            {
                yield return new(Rule, where, "not in the high half at its physical address");
            }

            if (i > 0 && (loaded[i - 1].Address + loaded[i - 1].MemorySize - 1) / PageSize >= segment.Address / PageSize)
            {
                yield return new(Rule, where, "shares a page with the segment before it");
            }
        }

        ulong size = loaded.Aggregate(0UL, (sum, s) => sum + s.FileSize);
        if (size > ImageLimit)
        {
            yield return new(Rule, "image", $"{size} bytes to load; the budget is {ImageLimit}");
        }
    }
}
