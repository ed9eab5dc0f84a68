// Asks CPUID everything that /proc/cpuinfo shows; ProcessFacts calls it once, when the file is first read.
namespace Kernel.Arch.X64;

public static class ProcessorProbe
{
    /// <summary>Leaf 1, ecx: XGETBV can be executed.</summary>
    private const uint OsXsave = 1u << 27;

    public static void Read(ProcessorDescription processor)
    {
        processor.Vendor = Cpuid.Query(0);
        processor.Signature = Cpuid.Query(1);
        processor.Structured = Cpuid.QueryIfPresent(7);
        processor.StructuredMore = processor.Structured.Eax >= 1 ? Cpuid.Query(7, 1) : default;
        processor.ExtendedState = Cpuid.QueryIfPresent(0xD, 1);
        processor.Extended = Cpuid.QueryIfPresent(0x80000001);
        processor.Brand0 = Cpuid.QueryIfPresent(0x80000002);
        processor.Brand1 = Cpuid.QueryIfPresent(0x80000003);
        processor.Brand2 = Cpuid.QueryIfPresent(0x80000004);
        processor.Power = Cpuid.QueryIfPresent(0x80000007);
        processor.AddressSizes = Cpuid.QueryIfPresent(0x80000008);
        processor.HideUnusable((processor.Signature.Ecx & OsXsave) != 0 ? Cpu.ReadExtendedControl(0) : 0);
    }
}
