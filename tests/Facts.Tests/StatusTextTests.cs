// The lines of /proc/self/status, byte by byte: .NET and ps look for labels with their tabs.
namespace Facts.Tests;

using Kernel.Process;
using Kernel.Process.Facts;
using Xunit;

public sealed class StatusTextTests
{
    private static readonly MemoryFigures Memory = new()
    {
        Virtual = 3060 << 10, Resident = 1744 << 10, Writable = 360 << 10, Stack = 132 << 10, Code = 20 << 10, Libraries = 1528 << 10,
    };

    private static readonly MemoryFigures Peak = new() { Virtual = 4000 << 10, Resident = 2000 << 10 };

    [Fact]
    public void LinesAreThoseOfLinux()
    {
        Assert.Equal(
            "Name:\tapp\nUmask:\t0022\nState:\tR (running)\nTgid:\t1\nNgid:\t0\nPid:\t12\nPPid:\t0\nTracerPid:\t0\n"
            + "Uid:\t1000\t1001\t1002\t1001\nGid:\t0\t0\t0\t0\nFDSize:\t1024\nGroups:\t \n"
            + "NStgid:\t1\nNSpid:\t12\nNSpgid:\t1\nNSsid:\t1\n"
            + "VmPeak:\t    4000 kB\nVmSize:\t    3060 kB\nVmLck:\t       0 kB\nVmPin:\t       0 kB\nVmHWM:\t    2000 kB\n"
            + "VmRSS:\t    1744 kB\nRssAnon:\t    1744 kB\nRssFile:\t       0 kB\nRssShmem:\t       0 kB\n"
            + "VmData:\t     360 kB\nVmStk:\t     132 kB\nVmExe:\t      20 kB\nVmLib:\t    1528 kB\nVmSwap:\t       0 kB\n"
            + "HugetlbPages:\t       0 kB\nCoreDumping:\t0\nTHP_enabled:\t0\n"
            + "Threads:\t7\nSigQ:\t0/64\nSigPnd:\t0000000000000002\nShdPnd:\t0000000000000200\n"
            + "SigBlk:\t0000000000000004\nSigIgn:\t0000000000000008\nSigCgt:\t0000000000000010\n"
            + "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
            + "CapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000000\n"
            + "NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n"
            + "Cpus_allowed:\t1\nCpus_allowed_list:\t0\nMems_allowed:\t1\nMems_allowed_list:\t0\n"
            + "voluntary_ctxt_switches:\t0\nnonvoluntary_ctxt_switches:\t0\n",
            Write("app"u8.ToArray(), Somebody()));
    }

    [Fact]
    public void RootHasEveryCapability() => Assert.Contains("\nCapEff:\t000001ffffffffff\n", Write("app"u8.ToArray(), new Credentials()));

    [Fact]
    public void NameCannotMakeLines() => Assert.StartsWith("Name:\ta\\nb\\\\c\nUmask:", Write("a\nb\\c"u8.ToArray(), new Credentials()));

    private static Credentials Somebody()
    {
        var credentials = new Credentials();
        credentials.SetUids(1000, 1001, 1002);
        return credentials;
    }

    private static string Write(byte[] name, Credentials credentials)
    {
        TaskFigures task = StatTextTests.Sample(12);
        return Text.Of(text => StatusText.Write(in task, in Memory, in Peak, credentials, name, text));
    }
}
