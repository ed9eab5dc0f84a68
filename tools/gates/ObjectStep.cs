// Before the link: everything that the sources, ilc's log and ilc's object tell.
namespace Gates;

using System.Collections.Generic;
using System.IO;
using System.Linq;

internal static class ObjectStep
{
    public static int Run(string root, string assembly, string compiled, string log, string[] assembled)
    {
        MethodNames names = new(assembly);
        ElfFile elf = new(compiled);
        string lists = Path.Combine(root, "tools", "gates");
        List<Violation> violations = [];
        violations.AddRange(SourceGate.Check(root));
        violations.AddRange(StaticsGate.Check(File.ReadLines(log), AllowList.Read(Path.Combine(lists, "statics.txt"))));
        violations.AddRange(WithheldSymbolsGate.Check(elf, assembled.Select(path => new ElfFile(path)), names));
        violations.AddRange(AllocationGate.Check(elf, names, AllowList.Read(Path.Combine(lists, "allocations.txt"))));
        return Violation.Report(violations);
    }
}
