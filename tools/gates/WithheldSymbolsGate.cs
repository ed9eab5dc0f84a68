// Rule withheld-symbols: a forbidden language feature calls a runtime function that does not exist; this names who calls it.
namespace Gates;

using System.Collections.Generic;
using System.Linq;

public static class WithheldSymbolsGate
{
    public const string Rule = "withheld-symbols";

    /// <param name="compiled">ilc's object.</param>
    /// <param name="assembled">The objects of boot/*.S.</param>
    public static IEnumerable<Violation> Check(ElfFile compiled, IEnumerable<ElfFile> assembled, MethodNames names)
    {
        HashSet<string> defined = [.. assembled.Append(compiled).SelectMany(elf => elf.Symbols).Where(s => !s.IsUndefined).Select(s => s.Name)];
        HashSet<string> missing = [.. compiled.Symbols.Where(s => s.IsUndefined && s.Name.Length != 0).Select(s => s.Name)];
        missing.ExceptWith(defined);
        missing.RemoveWhere(IsFromLinkerScript);
        FunctionIndex functions = new(compiled);
        return compiled.Relocations
            .Where(r => missing.Contains(r.Symbol))
            .Select(r => (Function: functions.Find(r.Section, r.Offset)?.Name, r.Symbol))
            .Distinct()
            .Select(use => new Violation(Rule, use.Function is null ? "(data)" : names.Describe(use.Function), Explain(use.Symbol)));
    }

    private static bool IsFromLinkerScript(string symbol) => symbol is "_GLOBAL_OFFSET_TABLE_" || symbol.StartsWith("__start_") || symbol.StartsWith("__stop_");

    private static string Explain(string symbol) => symbol switch
    {
        "RhpThrowEx" or "RhpRethrow" => "throws an exception: return an Errno, or panic (RhpThrowEx does not exist)",
        "RhpInitialDynamicInterfaceDispatch" or "RhpInitialInterfaceDispatch" =>
            "calls through an interface with four or more implementers: use an abstract class or a struct-constrained generic",
        "RhpNewFinalizable" => "makes an object with a finalizer",
        "boxing_is_forbidden" or "unboxing_is_forbidden" => "boxes a value",
        _ => $"uses {symbol}, which neither boot/*.S nor a RuntimeExport defines",
    };
}
