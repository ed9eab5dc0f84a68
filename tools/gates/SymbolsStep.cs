// Between the two links: writes the table that lets the guest print C# names in a backtrace (kernel/Diagnostics/SymbolTable.cs reads it).
namespace Gates;

using System.IO;
using System.Linq;

internal static class SymbolsStep
{
    public static int Run(string assembly, string linked, string output)
    {
        ElfFile elf = new(linked);
        MethodNames names = new(assembly);
        ulong start = elf.Symbols.First(s => s.Name == "__text_start").Value;
        ElfSymbol[] functions = [.. new FunctionIndex(elf).All
            .Where(s => !s.Name.StartsWith("__") || s.Size != 0)
            .OrderBy(s => s.Value)];
        File.WriteAllBytes(output, SymbolTableWriter.Write(functions.Select(f => ((uint)(f.Value - start), names.Describe(f.Name)))));
        return 0;
    }
}
