// A panic's text with source lines behind its addresses, and the instructions around the place where it happened.
namespace Symbolizer;

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Gates;

public static partial class CrashReport
{
    public static void Write(string kernel, TextReader log, TextWriter output)
    {
        string[] lines = log.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Frame[] frames = [.. Frames(lines)];
        Dictionary<ulong, string> sources = SourceLines.Find(kernel, frames.Select(frame => frame.Lookup).Distinct());
        ILookup<int, Frame> byLine = frames.ToLookup(frame => frame.Line);
        for (int i = 0; i < lines.Length; i++)
        {
            output.Write(lines[i]);
            foreach (Frame frame in byLine[i])
            {
                if (sources.TryGetValue(frame.Lookup, out string? source))
                {
                    output.Write($"  {source}");
                }
            }

            output.WriteLine();
        }

        if (frames.Length != 0)
        {
            ElfFile elf = new(kernel);
            // A failed check is found in a helper; what matters is the code that failed it.
            int helpers = frames.TakeWhile(frame => lines[frame.Line].Contains(".ThrowHelpers.")).Count();
            foreach (string line in Listing.Around(elf, frames[helpers % frames.Length].Lookup))
            {
                output.WriteLine(line);
            }
        }
    }

    /// <summary>The addresses in a log: a trap's rip is exact, a backtrace's are return addresses, one byte behind the call.</summary>
    private static IEnumerable<Frame> Frames(string[] lines)
    {
        bool isFirst = true;
        bool hasRegisters = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (Panic().IsMatch(lines[i]))
            {
                isFirst = true;
                hasRegisters = false;
            }

            hasRegisters |= InstructionPointer().IsMatch(lines[i]);
            Match match = Backtrace().Match(lines[i]);
            if (match.Success)
            {
                ulong address = ulong.Parse(match.Groups["address"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                yield return new(i, isFirst && hasRegisters ? address : address - 1);
                isFirst = false;
            }
        }
    }

    [GeneratedRegex(@"^panic: ")]
    private static partial Regex Panic();

    [GeneratedRegex(@"^  rip\s+[0-9a-f]{16}")]
    private static partial Regex InstructionPointer();

    [GeneratedRegex(@"^  at\??.*\[(?<address>[0-9a-f]{16})\]")]
    private static partial Regex Backtrace();

    /// <param name="Line">Index of the line of the log.</param>
    /// <param name="Lookup">An address within the instruction that was running.</param>
    private readonly record struct Frame(int Line, ulong Lookup);
}
