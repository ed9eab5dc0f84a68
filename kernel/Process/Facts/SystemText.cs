// What /proc tells of the system as a whole: uptime, loadavg, version, stat and the words below sys (proc(5)). ProcessFacts calls it.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;

public struct SystemFigures
{
    /// <summary>Nanoseconds since the kernel's first instruction.</summary>
    public ulong Uptime;

    /// <summary>Nanoseconds of it without anything to run.</summary>
    public ulong IdleTime;

    /// <summary>Seconds from 1970 to the kernel's first instruction.</summary>
    public long BootTime;

    /// <summary>Times that the processor went from one thread to another.</summary>
    public ulong Switches;

    public int Threads;

    /// <summary>Threads that run or could.</summary>
    public int Runnable;

    /// <summary>Threads in a sleep that no signal ends.</summary>
    public int Blocked;

    /// <summary>The largest thread id in use.</summary>
    public int LatestId;
}

internal static class SystemText
{
    private const ulong HundredthNanoseconds = StatText.TickNanoseconds;

    public static int WriteUptime(in SystemFigures system, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        AppendSeconds(system.Uptime, ref builder);
        builder.Append((byte)' ');
        AppendSeconds(system.IdleTime, ref builder);
        builder.Append((byte)'\n');
        return builder.Length;
    }

    /// <summary>The averages are 0: nobody counts every five seconds how many threads could run.</summary>
    public static int WriteLoad(in SystemFigures system, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.Append("0.00 0.00 0.00 "u8);
        builder.AppendDecimal(system.Runnable);
        builder.Append((byte)'/');
        builder.AppendDecimal(system.Threads);
        builder.Append((byte)' ');
        builder.AppendDecimal(system.LatestId);
        builder.Append((byte)'\n');
        return builder.Length;
    }

    public static int WriteVersion(Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.Append(KernelName.OperatingSystem);
        builder.Append(" version "u8);
        builder.Append(KernelName.Release);
        builder.Append(" (ninesharp@ninesharp) (NativeAOT) "u8);
        builder.Append(KernelName.Version);
        builder.Append((byte)'\n');
        return builder.Length;
    }

    /// <summary>Time that was not idle counts as the app's; interrupts are not counted.</summary>
    public static int WriteStat(in SystemFigures system, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        AppendProcessor("cpu  "u8, in system, ref builder);
        AppendProcessor("cpu0 "u8, in system, ref builder);
        builder.Append("intr 0\nctxt "u8);
        builder.AppendDecimal(system.Switches);
        builder.Append("\nbtime "u8);
        builder.AppendDecimal(system.BootTime);
        builder.Append("\nprocesses 1\nprocs_running "u8);
        builder.AppendDecimal(system.Runnable);
        builder.Append("\nprocs_blocked "u8);
        builder.AppendDecimal(system.Blocked);
        builder.Append("\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n"u8);
        return builder.Length;
    }

    /// <summary>A file of /proc/sys: the number and a line end.</summary>
    public static int WriteNumber(ulong number, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.AppendDecimal(number);
        builder.Append((byte)'\n');
        return builder.Length;
    }

    /// <summary>A file of /proc/sys: the word and a line end.</summary>
    public static int WriteLine(ReadOnlySpan<byte> word, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.Append(word);
        builder.Append((byte)'\n');
        return builder.Length;
    }

    /// <summary>user nice system idle iowait irq softirq steal guest guest_nice</summary>
    private static void AppendProcessor(ReadOnlySpan<byte> label, in SystemFigures system, ref TextBuilder builder)
    {
        builder.Append(label);
        builder.AppendDecimal((system.Uptime - system.IdleTime) / HundredthNanoseconds);
        builder.Append(" 0 0 "u8);
        builder.AppendDecimal(system.IdleTime / HundredthNanoseconds);
        builder.Append(" 0 0 0 0 0 0\n"u8);
    }

    private static void AppendSeconds(ulong nanoseconds, ref TextBuilder builder)
    {
        ulong hundredths = nanoseconds / HundredthNanoseconds;
        builder.AppendDecimal(hundredths / 100);
        builder.Append((byte)'.');
        builder.AppendDecimal(hundredths % 100, 2);
    }
}
