// Exceptions by the hundred thousand, thrown and from faults, and starting a process, which has to be an exception too.
namespace Qemu.Tests.Programs;

using System;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class ExceptionTests
{
    [OracleTheory]
    [InlineData("dynamic")]
    [InlineData("static")]
    [InlineData("pie")]
    public void AHundredThousandAreThrownAndTwoThousandComeFromFaults(string variant)
    {
        using LinuxOracle oracle = DotNetApp.Oracle("exceptions", variant, seconds: 300);
        oracle.AssertSame(DotNetApp.PathOf("exceptions", variant), "100000", "2000");
    }

    [Fact]
    public void StartingAProcessIsRefusedWithENOSYSAndOneLine()
    {
        using var share = new GuestShare();
        share.WithLibraries().With("dotnet-process-dynamic", "hello");
        Outcome outcome = new VirtualMachine { Share = share.Root }.Run("/dotnet-process-dynamic", "/hello");
        Assert.Contains("not started 38\n", outcome.OutputText); // ENOSYS
        Assert.Single(outcome.ErrorLines, line => line.Contains("fork is not possible, there is one process", StringComparison.Ordinal));
        Assert.Equal(0, outcome.ExitCode);
    }
}
