// /proc/meminfo (proc(5)): .NET decides by MemAvailable how hard to collect, free(1) shows the rest. ProcessFacts calls it.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;

/// <summary>The machine's memory, in bytes.</summary>
public struct RamFigures
{
    /// <summary>RAM less the kernel's image.</summary>
    public ulong Total;

    public ulong Free;

    /// <summary>Held by files in memory.</summary>
    public ulong Files;

    /// <summary>Pages of mapped files, and of those the ones that are to be written; the others are given up when memory is short.</summary>
    public ulong Cached;
    public ulong Dirty;

    /// <summary>Kernel stacks of the threads there are.</summary>
    public ulong Stacks;

    /// <summary>What the app has mapped, with or without pages.</summary>
    public ulong Promised;
}

internal static class RamText
{
    /// <summary>
    /// Only lines that say something true of this kernel: nothing is swapped, and there are no lists of active and inactive pages to
    /// count. Available is what is free and what pages of files would free.
    /// </summary>
    public static int Write(in RamFigures ram, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        SizeLine.Append("MemTotal:       "u8, ram.Total, ref builder);
        SizeLine.Append("MemFree:        "u8, ram.Free, ref builder);
        SizeLine.Append("MemAvailable:   "u8, ram.Free + ram.Cached - ram.Dirty, ref builder);
        SizeLine.Append("Buffers:        "u8, 0, ref builder);
        SizeLine.Append("Cached:         "u8, ram.Files + ram.Cached, ref builder);
        SizeLine.Append("SwapCached:     "u8, 0, ref builder);
        SizeLine.Append("Unevictable:    "u8, 0, ref builder);
        SizeLine.Append("Mlocked:        "u8, 0, ref builder);
        SizeLine.Append("SwapTotal:      "u8, 0, ref builder);
        SizeLine.Append("SwapFree:       "u8, 0, ref builder);
        SizeLine.Append("Dirty:          "u8, ram.Dirty, ref builder);
        SizeLine.Append("Writeback:      "u8, 0, ref builder);
        SizeLine.Append("Mapped:         "u8, 0, ref builder);
        SizeLine.Append("Shmem:          "u8, ram.Files, ref builder);
        SizeLine.Append("KReclaimable:   "u8, 0, ref builder);
        SizeLine.Append("SReclaimable:   "u8, 0, ref builder);
        SizeLine.Append("KernelStack:    "u8, ram.Stacks, ref builder);
        SizeLine.Append("CommitLimit:    "u8, ram.Total, ref builder);
        SizeLine.Append("Committed_AS:   "u8, ram.Promised, ref builder);
        builder.Append("HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\nHugePages_Surp:        0\n"u8);
        SizeLine.Append("Hugepagesize:   "u8, 2 << 20, ref builder);
        SizeLine.Append("Hugetlb:        "u8, 0, ref builder);
        return builder.Length;
    }
}
