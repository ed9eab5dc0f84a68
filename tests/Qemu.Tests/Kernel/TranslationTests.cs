// What a boot costs under TCG is above all the translation of code that runs once: QEMU's own list of what it translated is counted.
namespace Qemu.Tests.Kernel;

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Qemu.Tests.Running;

public sealed class TranslationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ninesharp-translation-").FullName;

    /// <summary>
    /// Blocks of code from the kernel's entry to the end of the smallest app; each takes three to four microseconds. It differs
    /// by some dozens with what the app waits for.
    /// </summary>
    private const int MostBlocks = 5700;

    [Fact]
    public void BootIsTranslatedOnce()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine { Script = MakeScript(), Share = share.Root, Options = ["--accel", "tcg"] }.Run("/hello");
        Assert.Equal(0, outcome.ExitCode);

        List<ulong> blocks = ReadBlocks();
        Assert.InRange(blocks.Count, 1000, MostBlocks);

        // TCG keeps code by the processor's mode, so that a bit of CR4 or a segment that changes on the way means all over again.
        Assert.InRange(blocks.Count - blocks.Distinct().Count(), 0, 40);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The run script, with a QEMU on its way that lists what it translates of the kernel.</summary>
    private string MakeScript()
    {
        string script = Path.Combine(_folder, "run");
        WriteScript(script, $"PATH='{_folder}':$PATH exec '{Clone.RunScript}' \"$@\"");
        WriteScript(
            Path.Combine(_folder, "qemu-system-x86_64"),
            $"PATH=${{PATH#*:}} exec qemu-system-x86_64 \"$@\" -d in_asm -D '{ListPath}' -dfilter 0x200000+0x400000,0xffffffff80200000+0x400000");
        return script;
    }

    private string ListPath => Path.Combine(_folder, "blocks");

    private static void WriteScript(string path, string command)
    {
        File.WriteAllText(path, "#!/bin/bash\n" + command + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>A block begins with "IN:", its instructions with their addresses.</summary>
    private List<ulong> ReadBlocks()
    {
        List<ulong> blocks = [];
        bool isFirst = false;
        foreach (string line in File.ReadLines(ListPath))
        {
            if (line.StartsWith("IN:", StringComparison.Ordinal))
            {
                isFirst = true;
            }
            else if (isFirst && line.StartsWith("0x", StringComparison.Ordinal))
            {
                blocks.Add(ulong.Parse(line.AsSpan(2, line.IndexOf(':') - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                isFirst = false;
            }
        }

        return blocks;
    }
}
