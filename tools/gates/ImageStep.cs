// After the link: audits the kernel that will boot.
namespace Gates;

using System.Collections.Generic;

internal static class ImageStep
{
    public static int Run(string assembly, string linked)
    {
        ElfFile elf = new(linked);
        List<Violation> violations = [.. SegmentGate.Check(elf), .. InstructionGate.Check(elf, new MethodNames(assembly)), .. EagerConstructorGate.Check(elf)];
        return Violation.Report(violations);
    }
}
