// Finds the function that contains an address, in an object (per section) or a linked image; the ledger and the audit name functions by it.
namespace Gates;

using System;
using System.Collections.Generic;
using System.Linq;

public sealed class FunctionIndex
{
    private const byte Function = 2;
    private const byte NoType = 0;

    private readonly Dictionary<int, ElfSymbol[]> _bySection;

    public FunctionIndex(ElfFile elf)
    {
        _bySection = elf.Symbols
            .Where(s => s.Section > 0 && s.Section < elf.Sections.Count && elf.Sections[s.Section].IsExecutable)
            .Where(s => s.Type is Function or NoType && s.Name.Length != 0)
            .GroupBy(s => s.Section)
            .ToDictionary(g => g.Key, g => g.OrderBy(s => s.Value).ThenBy(s => s.Type == Function ? 0 : 1).ThenByDescending(s => s.Name.Length).DistinctBy(s => s.Value).ToArray());
    }

    /// <summary>All functions of all sections, ascending within a section.</summary>
    public IEnumerable<ElfSymbol> All => _bySection.Values.SelectMany(s => s);

    /// <summary>The symbol that covers an offset (or address) of a section, null before the first.</summary>
    public ElfSymbol? Find(int section, ulong offset)
    {
        if (!_bySection.TryGetValue(section, out ElfSymbol[]? symbols))
        {
            return null;
        }

        int low = 0;
        int high = symbols.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (symbols[middle].Value <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? null : symbols[low - 1];
    }
}
