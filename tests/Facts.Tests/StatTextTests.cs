// The 52 fields of /proc/self/stat in their places, and statm.
namespace Facts.Tests;

using Kernel.Process;
using Kernel.Process.Facts;
using Process.Tests;
using Xunit;

public sealed class StatTextTests
{
    private static readonly MemoryFigures Memory = new()
    {
        Virtual = 40 << 12, Resident = 9 << 12, Writable = 6 << 12, Stack = 5 << 12, Code = 3 << 12, Libraries = 1 << 12,
    };

    [Fact]
    public void ProcessHasItsFieldsInPlace()
    {
        TaskFigures task = Sample(1);
        Assert.Equal(
            "1 (my app) R 0 1 1 0 -1 0 0 0 0 0 123 0 0 0 20 0 7 0 45 163840 9 18446744073709551615 4194304 4200448 140737488346624 0 0 "
            + "2 4 8 16 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
            Write(task));
    }

    [Fact]
    public void ThereAre52Fields() => Assert.Equal(52 + 1, Write(Sample(1)).Split(' ').Length);

    [Fact]
    public void OnlyTheProcessTellsItsParent()
    {
        string[] fields = Write(Sample(12)).Split(' ');
        Assert.Equal("12", fields[0]);
        Assert.Equal("1", fields[5]);
        Assert.Equal("-1", fields[38]);
    }

    [Fact]
    public void StatmIsInPages() => Assert.Equal("40 9 0 3 0 11 0\n", Text.Of(text => StatText.WriteStatm(in Memory, text)));

    internal static TaskFigures Sample(int id) => new()
    {
        ThreadId = id,
        ProcessId = 1,
        ThreadCount = 7,
        State = (byte)'R',
        ProcessorTime = 1_239_999_999,
        StartTime = 450_000_000,
        PendingSignals = 2,
        SharedPendingSignals = 0x200,
        BlockedSignals = 4,
        IgnoredSignals = 8,
        CaughtSignals = 16,
        ResidentLimit = ulong.MaxValue,
        PendingLimit = 64,
        Umask = 0x12,
        Descriptors = 1024,
    };

    private static string Write(TaskFigures task)
    {
        ProgramImage program = Programs.Load(ElfFile.Program(), 0);
        program.StackPointer = 0x7FFF_FFFF_DE00;
        return Text.Of(text => StatText.WriteStat(in task, in Memory, program, "my app"u8, text));
    }
}
