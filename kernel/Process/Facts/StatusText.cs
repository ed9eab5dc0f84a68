// /proc/self/status (proc(5)): the same facts as stat, for people and for .NET's Process class. ProcessFacts calls it.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;

internal static class StatusText
{
    /// <summary>The lines of Linux 6.1 in its order.</summary>
    /// <param name="peak">The largest figures seen so far.</param>
    public static int Write(
        in TaskFigures task, in MemoryFigures memory, in MemoryFigures peak, Credentials credentials, ReadOnlySpan<byte> name, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        AppendIdentity(in task, credentials, name, ref builder);
        AppendMemory(in memory, in peak, ref builder);
        AppendSignals(in task, ref builder);
        AppendCapabilities(credentials, ref builder);
        builder.Append("NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n"u8);
        builder.Append("Cpus_allowed:\t1\nCpus_allowed_list:\t0\nMems_allowed:\t1\nMems_allowed_list:\t0\n"u8);
        builder.Append("voluntary_ctxt_switches:\t0\nnonvoluntary_ctxt_switches:\t0\n"u8);
        return builder.Length;
    }

    private static void AppendIdentity(in TaskFigures task, Credentials credentials, ReadOnlySpan<byte> name, ref TextBuilder builder)
    {
        builder.Append("Name:\t"u8);
        AppendEscaped(name, ref builder);
        builder.Append("\nUmask:\t0"u8);
        builder.Append((byte)('0' + ((task.Umask >> 6) & 7)));
        builder.Append((byte)('0' + ((task.Umask >> 3) & 7)));
        builder.Append((byte)('0' + (task.Umask & 7)));
        builder.Append("\nState:\t"u8);
        builder.Append(StateName(task.State));
        AppendNumber("\nTgid:\t"u8, task.ProcessId, ref builder);
        builder.Append("\nNgid:\t0"u8);
        AppendNumber("\nPid:\t"u8, task.ThreadId, ref builder);
        builder.Append("\nPPid:\t0\nTracerPid:\t0"u8);
        AppendIds("\nUid:\t"u8, credentials.Uid, credentials.EffectiveUid, credentials.SavedUid, credentials.FileUid, ref builder);
        AppendIds("\nGid:\t"u8, credentials.Gid, credentials.EffectiveGid, credentials.SavedGid, credentials.FileGid, ref builder);
        AppendNumber("\nFDSize:\t"u8, task.Descriptors, ref builder);
        builder.Append("\nGroups:\t"u8);
        for (int index = 0; index < credentials.Groups.Length; index++)
        {
            builder.AppendDecimal(credentials.Groups[index]);
            builder.Append((byte)' ');
        }

        builder.Append(credentials.Groups.IsEmpty ? " "u8 : default);
        AppendNumber("\nNStgid:\t"u8, task.ProcessId, ref builder);
        AppendNumber("\nNSpid:\t"u8, task.ThreadId, ref builder);
        AppendNumber("\nNSpgid:\t"u8, task.ProcessId, ref builder);
        AppendNumber("\nNSsid:\t"u8, task.ProcessId, ref builder);
        builder.Append((byte)'\n');
    }

    private static void AppendMemory(in MemoryFigures memory, in MemoryFigures peak, ref TextBuilder builder)
    {
        SizeLine.Append("VmPeak:\t"u8, peak.Virtual, ref builder);
        SizeLine.Append("VmSize:\t"u8, memory.Virtual, ref builder);
        SizeLine.Append("VmLck:\t"u8, 0, ref builder);
        SizeLine.Append("VmPin:\t"u8, 0, ref builder);
        SizeLine.Append("VmHWM:\t"u8, peak.Resident, ref builder);
        SizeLine.Append("VmRSS:\t"u8, memory.Resident, ref builder);
        SizeLine.Append("RssAnon:\t"u8, memory.Resident, ref builder);
        SizeLine.Append("RssFile:\t"u8, 0, ref builder);
        SizeLine.Append("RssShmem:\t"u8, 0, ref builder);
        SizeLine.Append("VmData:\t"u8, memory.Writable, ref builder);
        SizeLine.Append("VmStk:\t"u8, memory.Stack, ref builder);
        SizeLine.Append("VmExe:\t"u8, memory.Code, ref builder);
        SizeLine.Append("VmLib:\t"u8, memory.Libraries, ref builder);
        SizeLine.Append("VmSwap:\t"u8, 0, ref builder);
        SizeLine.Append("HugetlbPages:\t"u8, 0, ref builder);
        builder.Append("CoreDumping:\t0\nTHP_enabled:\t0\n"u8);
    }

    private static void AppendSignals(in TaskFigures task, ref TextBuilder builder)
    {
        AppendNumber("Threads:\t"u8, task.ThreadCount, ref builder);
        builder.Append("\nSigQ:\t0/"u8);
        builder.AppendDecimal(task.PendingLimit);
        AppendSet("\nSigPnd:\t"u8, task.PendingSignals, ref builder);
        AppendSet("\nShdPnd:\t"u8, task.SharedPendingSignals, ref builder);
        AppendSet("\nSigBlk:\t"u8, task.BlockedSignals, ref builder);
        AppendSet("\nSigIgn:\t"u8, task.IgnoredSignals, ref builder);
        AppendSet("\nSigCgt:\t"u8, task.CaughtSignals, ref builder);
        builder.Append((byte)'\n');
    }

    private static void AppendCapabilities(Credentials credentials, ref TextBuilder builder)
    {
        AppendSet("CapInh:\t"u8, credentials.Inheritable, ref builder);
        AppendSet("\nCapPrm:\t"u8, credentials.Permitted, ref builder);
        AppendSet("\nCapEff:\t"u8, credentials.Effective, ref builder);
        AppendSet("\nCapBnd:\t"u8, credentials.Bounding, ref builder);
        AppendSet("\nCapAmb:\t"u8, 0, ref builder);
        builder.Append((byte)'\n');
    }

    private static ReadOnlySpan<byte> StateName(byte state) => state switch
    {
        (byte)'R' => "R (running)"u8,
        (byte)'S' => "S (sleeping)"u8,
        (byte)'D' => "D (disk sleep)"u8,
        _ => "Z (zombie)"u8,
    };

    private static void AppendNumber(ReadOnlySpan<byte> label, int value, ref TextBuilder builder)
    {
        builder.Append(label);
        builder.AppendDecimal(value);
    }

    private static void AppendSet(ReadOnlySpan<byte> label, ulong value, ref TextBuilder builder)
    {
        builder.Append(label);
        builder.AppendHex(value, 16);
    }

    private static void AppendIds(ReadOnlySpan<byte> label, uint real, uint effective, uint saved, uint file, ref TextBuilder builder)
    {
        builder.Append(label);
        builder.AppendDecimal(real);
        builder.Append((byte)'\t');
        builder.AppendDecimal(effective);
        builder.Append((byte)'\t');
        builder.AppendDecimal(saved);
        builder.Append((byte)'\t');
        builder.AppendDecimal(file);
    }

    private static void AppendEscaped(ReadOnlySpan<byte> name, ref TextBuilder builder)
    {
        for (int index = 0; index < name.Length; index++)
        {
            switch (name[index])
            {
                case (byte)'\n':
                    builder.Append("\\n"u8);
                    break;
                case (byte)'\\':
                    builder.Append("\\\\"u8);
                    break;
                default:
                    builder.Append(name[index]);
                    break;
            }
        }
    }
}
