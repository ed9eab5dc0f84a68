// A .NET program that allocates many times the VM's memory lives, because the collector is told the truth about it.
namespace Qemu.Tests.Programs;

using Qemu.Tests.Oracle;

public sealed class GarbageTests
{
    [OracleFact]
    public void TwoGigabytesPassThrough128Mebibytes()
    {
        using LinuxOracle oracle = DotNetApp.Oracle("gc", "dynamic", null, 240, "--mem", "128M");
        oracle.AssertSame(DotNetApp.PathOf("gc", "dynamic"), "2048", "4");
    }
}
