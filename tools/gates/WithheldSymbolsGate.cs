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
        ElfRelocation[] relocations = [.. compiled.Relocations];
        FunctionIndex functions = new(compiled);
        return relocations
            .Where(r => missing.Contains(r.Symbol))
            .SelectMany(r => Users(r, relocations, functions, compiled).Select(user => (User: user, r.Symbol)))
            .Distinct()
            .Select(use => new Violation(Rule, names.Describe(use.User), Explain(use.Symbol)));
    }

    /// <summary>The functions behind a reference: the one that holds it, or those that use the data (a dispatch cell) that holds it.</summary>
    private static IEnumerable<string> Users(ElfRelocation reference, ElfRelocation[] relocations, FunctionIndex functions, ElfFile compiled)
    {
        if (functions.Find(reference.Section, reference.Offset) is { } function)
        {
            return [function.Name];
        }

        ElfSymbol[] before = [.. compiled.Symbols.Where(s => s.Section == reference.Section && s.Value <= reference.Offset && s.Name.Length != 0)];
        ulong nearest = before.Length == 0 ? 0 : before.Max(s => s.Value);
        HashSet<string> data = [.. before.Where(s => s.Value == nearest).Select(s => s.Name)];
        string[] users = [.. relocations
            .Where(r => data.Contains(r.Symbol))
            .Select(r => functions.Find(r.Section, r.Offset)?.Name)
            .OfType<string>()];
        return users.Length != 0 ? users : data.Take(1);
    }

    private static bool IsFromLinkerScript(string symbol) => symbol is "_GLOBAL_OFFSET_TABLE_" || symbol.StartsWith("__start_") || symbol.StartsWith("__stop_");

    private static string Explain(string symbol) => symbol switch
    {
        "RhpThrowEx" or "RhpRethrow" => "throws an exception: return an Errno, or panic (RhpThrowEx does not exist)",
        "RhpInitialDynamicInterfaceDispatch" or "RhpInitialInterfaceDispatch" =>
            "calls through an interface with four or more implementers: use an abstract class or a struct-constrained generic",
        "RhpNewFinalizable" => "makes an object with a finalizer",
        "reflection_is_forbidden" => "uses typeof for more than a comparison in generic code",
        "boxing_is_forbidden" or "unboxing_is_forbidden" => "boxes a value",
        _ => $"uses {symbol}, which neither boot/*.S nor a RuntimeExport defines",
    };
}
