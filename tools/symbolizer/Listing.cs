// The instructions around an address, with an arrow at it.
namespace Symbolizer;

using System;
using System.Collections.Generic;
using System.Linq;
using Gates;
using Iced.Intel;

public static class Listing
{
    private const int Before = 10;
    private const int After = 5;

    /// <returns>Nothing when the address lies in no function.</returns>
    public static IEnumerable<string> Around(ElfFile elf, ulong address)
    {
        int section = elf.Sections.ToList().FindIndex(s => s.IsExecutable && address >= s.Address && address < s.Address + s.Size);
        if (section < 0 || new FunctionIndex(elf).Find(section, address) is not { } function)
        {
            return [];
        }

        // From the function's start: instructions cannot be decoded backwards.
        ElfSection code = elf.Sections[section];
        ulong end = function.Size != 0 ? function.Value + function.Size : code.Address + code.Size;
        ulong length = Math.Min(Math.Max(end, address + 1), address + 256) - function.Value;
        Decoder decoder = Decoder.Create(64, elf.ContentsAt(function.Value, (int)length).ToArray(), function.Value);
        List<Instruction> instructions = [];
        while (decoder.IP < function.Value + length)
        {
            instructions.Add(decoder.Decode());
        }

        int at = instructions.FindIndex(i => i.IP <= address && address < i.NextIP);
        NasmFormatter formatter = new() { Options = { FirstOperandCharIndex = 8 } };
        return instructions
            .Select((instruction, index) => (Text: Line(instruction, index == at), Index: index))
            .Where(line => line.Index >= at - Before && line.Index <= at + After)
            .Select(line => line.Text)
            .Prepend($"code of {function.Name}:");

        string Line(in Instruction instruction, bool isHere)
        {
            StringOutput text = new();
            formatter.Format(instruction, text);
            return $"{(isHere ? "=>" : "  ")} {instruction.IP:x16}  {text.ToStringAndReset()}";
        }
    }
}
