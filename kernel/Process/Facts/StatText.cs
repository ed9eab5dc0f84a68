// /proc/self/stat and statm (proc(5)): one line of numbers, for ps, top and .NET's Process class.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;
using Kernel.Memory;

internal static class StatText
{
    /// <summary>Nanoseconds of a tick: USER_HZ is 100, which AT_CLKTCK says too.</summary>
    public const ulong TickNanoseconds = 10_000_000;

    private const int ChildSignal = 17;

    /// <summary>The 52 fields; what Linux hides from whoever may not know it is 0 here as there.</summary>
    public static int WriteStat(
        in TaskFigures task, in MemoryFigures memory, ProgramImage program, ReadOnlySpan<byte> name, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.AppendDecimal(task.ThreadId);
        builder.Append(" ("u8);
        builder.Append(name);
        builder.Append(") "u8);
        builder.Append(task.State);

        // ppid pgrp session tty_nr tpgid flags minflt cminflt majflt cmajflt
        Append(0, ref builder);
        Append((ulong)task.ProcessId, ref builder);
        Append((ulong)task.ProcessId, ref builder);
        builder.Append(" 0 -1 0 0 0 0 0"u8);

        // utime stime cutime cstime priority nice num_threads itrealvalue
        Append(task.ProcessorTime / TickNanoseconds, ref builder);
        builder.Append(" 0 0 0 20 0"u8);
        Append((ulong)task.ThreadCount, ref builder);
        Append(0, ref builder);

        // starttime vsize rss rsslim startcode endcode startstack kstkesp kstkeip
        Append(task.StartTime / TickNanoseconds, ref builder);
        Append(memory.Virtual, ref builder);
        Append(memory.Resident >> PageSize.Shift, ref builder);
        Append(task.ResidentLimit, ref builder);
        Append(program.CodeStart, ref builder);
        Append(program.CodeEnd, ref builder);
        Append(program.StackPointer, ref builder);
        builder.Append(" 0 0"u8);

        // signal blocked sigignore sigcatch wchan nswap cnswap exit_signal
        Append(task.PendingSignals, ref builder);
        Append(task.BlockedSignals, ref builder);
        Append(task.IgnoredSignals, ref builder);
        Append(task.CaughtSignals, ref builder);
        builder.Append(" 0 0 0 "u8);
        builder.AppendDecimal(task.IsProcess ? ChildSignal : -1);

        // processor rt_priority policy delayacct_blkio_ticks guest_time cguest_time start_data end_data start_brk
        // arg_start arg_end env_start env_end exit_code
        builder.Append(" 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"u8);
        return builder.Length;
    }

    /// <summary>size resident shared text lib data dt, in pages.</summary>
    public static int WriteStatm(in MemoryFigures memory, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.AppendDecimal(memory.Virtual >> PageSize.Shift);
        Append(memory.Resident >> PageSize.Shift, ref builder);
        Append(0, ref builder);
        Append(memory.Code >> PageSize.Shift, ref builder);
        Append(0, ref builder);
        Append((memory.Writable + memory.Stack) >> PageSize.Shift, ref builder);
        builder.Append(" 0\n"u8);
        return builder.Length;
    }

    private static void Append(ulong value, ref TextBuilder builder)
    {
        builder.Append((byte)' ');
        builder.AppendDecimal(value);
    }
}
