// /proc/cpuinfo (proc(5)) for the one processor; programs look for names in its flags. ProcessFacts calls it.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;

internal static class ProcessorText
{
    /// <param name="frequency">Hz of the timestamp counter.</param>
    /// <param name="cacheBytes">The largest cache; 0 leaves the line out, as Linux does.</param>
    public static int Write(ProcessorDescription processor, ulong frequency, ulong cacheBytes, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        AppendNames(processor, ref builder);
        builder.Append("\ncpu MHz\t\t: "u8);
        builder.AppendDecimal(frequency / 1_000_000);
        builder.Append((byte)'.');
        builder.AppendDecimal(frequency / 1000 % 1000, 3);
        if (cacheBytes != 0)
        {
            builder.Append("\ncache size\t: "u8);
            builder.AppendDecimal(cacheBytes >> 10);
            builder.Append(" KB"u8);
        }

        builder.Append("\nphysical id\t: 0\nsiblings\t: 1\ncore id\t\t: 0\ncpu cores\t: 1\napicid\t\t: 0\ninitial apicid\t: 0"u8);
        builder.Append("\nfpu\t\t: yes\nfpu_exception\t: yes"u8);
        AppendNumber("\ncpuid level\t: "u8, processor.Vendor.Eax, ref builder);
        builder.Append("\nwp\t\t: yes\nflags\t\t:"u8);
        ProcessorFlags.Append(processor, ref builder);
        builder.Append("\nbugs\t\t:\nbogomips\t: "u8);

        // Linux's delay loop turns twice a cycle of the counter; the number is defined by that.
        builder.AppendDecimal(frequency / 500_000);
        builder.Append((byte)'.');
        builder.AppendDecimal(frequency / 5_000 % 100, 2);
        AppendNumber("\nclflush size\t: "u8, (ulong)processor.FlushLineBytes, ref builder);
        AppendNumber("\ncache_alignment\t: "u8, (ulong)processor.FlushLineBytes, ref builder);
        AppendNumber("\naddress sizes\t: "u8, (ulong)processor.PhysicalAddressBits, ref builder);
        AppendNumber(" bits physical, "u8, (ulong)processor.VirtualAddressBits, ref builder);
        builder.Append(" bits virtual\npower management:\n\n"u8);
        return builder.Length;
    }

    private static void AppendNames(ProcessorDescription processor, ref TextBuilder builder)
    {
        Span<byte> vendor = stackalloc byte[ProcessorDescription.VendorLength];
        processor.CopyVendor(vendor);
        builder.Append("processor\t: 0\nvendor_id\t: "u8);
        builder.Append(vendor);
        AppendNumber("\ncpu family\t: "u8, (ulong)processor.Family, ref builder);
        AppendNumber("\nmodel\t\t: "u8, (ulong)processor.Model, ref builder);
        builder.Append("\nmodel name\t: "u8);

        Span<byte> brand = stackalloc byte[ProcessorDescription.BrandLength];
        processor.CopyBrand(brand);
        ReadOnlySpan<byte> name = Trim(brand);
        builder.Append(name.IsEmpty ? "unknown"u8 : name);
        AppendNumber("\nstepping\t: "u8, (ulong)processor.Stepping, ref builder);
    }

    /// <summary>Up to the first NUL, without the spaces that some makers put at either end.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> brand)
    {
        int end = brand.IndexOf((byte)0);
        brand = end < 0 ? brand : brand[..end];
        while (!brand.IsEmpty && brand[0] == (byte)' ')
        {
            brand = brand[1..];
        }

        while (!brand.IsEmpty && brand[^1] == (byte)' ')
        {
            brand = brand[..^1];
        }

        return brand;
    }

    private static void AppendNumber(ReadOnlySpan<byte> label, ulong value, ref TextBuilder builder)
    {
        builder.Append(label);
        builder.AppendDecimal(value);
    }
}
