// Rule no-alloc-after-boot: objects are made by constructors and by the boot functions that allocations.txt lists, nowhere else.
namespace Gates;

using System.Collections.Generic;
using System.Linq;

public static class AllocationGate
{
    public const string Rule = "no-alloc-after-boot";

    public static IEnumerable<Violation> Check(ElfFile compiled, MethodNames names, AllowList allowed) =>
        Ledger(compiled, names)
            .Where(function => !allowed.Contains(function))
            .Select(function => new Violation(Rule, function, "allocates: take it from a pool made at boot, or list it in tools/gates/allocations.txt if only boot calls it"));

    /// <summary>The functions that call an allocator, by C# name.</summary>
    public static IEnumerable<string> Ledger(ElfFile compiled, MethodNames names)
    {
        FunctionIndex functions = new(compiled);
        return compiled.Relocations
            .Where(r => r.Symbol.StartsWith("RhpNew"))
            .Select(r => functions.Find(r.Section, r.Offset)?.Name)
            .OfType<string>()
            .Select(names.Describe)
            .Distinct()
            .Order();
    }
}
