// /proc/self/limits (proc(5)): the resource limits as a table. ProcessFacts calls it.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;

internal static class LimitText
{
    private const int NameWidth = 26, ValueWidth = 21, UnitWidth = 10, LinuxResources = 16;

    public static int Write(ResourceLimits limits, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        AppendPadded("Limit"u8, NameWidth, ref builder);
        AppendPadded("Soft Limit"u8, ValueWidth, ref builder);
        AppendPadded("Hard Limit"u8, ValueWidth, ref builder);
        AppendPadded("Units"u8, UnitWidth, ref builder);
        builder.Append((byte)'\n');
        for (int resource = 0; resource < LinuxResources; resource++)
        {
            ref ResourceLimit limit = ref limits[(Resource)resource];
            AppendPadded(NameOf(resource), NameWidth, ref builder);
            AppendValue(limit.Current, ref builder);
            AppendValue(limit.Maximum, ref builder);
            ReadOnlySpan<byte> unit = UnitOf(resource);
            AppendPadded(unit, unit.IsEmpty ? 0 : UnitWidth, ref builder);
            builder.Append((byte)'\n');
        }

        return builder.Length;
    }

    private static void AppendValue(ulong value, ref TextBuilder builder)
    {
        if (value == ResourceLimit.Unlimited)
        {
            AppendPadded("unlimited"u8, ValueWidth, ref builder);
            return;
        }

        int start = builder.Length;
        builder.AppendDecimal(value);
        AppendSpaces(ValueWidth - (builder.Length - start), ref builder);
    }

    private static void AppendPadded(ReadOnlySpan<byte> word, int width, ref TextBuilder builder)
    {
        builder.Append(word);
        AppendSpaces(width - word.Length, ref builder);
    }

    private static void AppendSpaces(int count, ref TextBuilder builder)
    {
        for (int index = 0; index < count; index++)
        {
            builder.Append((byte)' ');
        }
    }

    private static ReadOnlySpan<byte> NameOf(int resource) => resource switch
    {
        0 => "Max cpu time"u8,
        1 => "Max file size"u8,
        2 => "Max data size"u8,
        3 => "Max stack size"u8,
        4 => "Max core file size"u8,
        5 => "Max resident set"u8,
        6 => "Max processes"u8,
        7 => "Max open files"u8,
        8 => "Max locked memory"u8,
        9 => "Max address space"u8,
        10 => "Max file locks"u8,
        11 => "Max pending signals"u8,
        12 => "Max msgqueue size"u8,
        13 => "Max nice priority"u8,
        14 => "Max realtime priority"u8,
        _ => "Max realtime timeout"u8,
    };

    private static ReadOnlySpan<byte> UnitOf(int resource) => resource switch
    {
        0 => "seconds"u8,
        6 => "processes"u8,
        7 => "files"u8,
        10 => "locks"u8,
        11 => "signals"u8,
        13 or 14 => default,
        15 => "us"u8,
        _ => "bytes"u8,
    };
}
